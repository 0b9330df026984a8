import type { Needs } from "./check.js";
import type { AcceleratorPool } from "./inventory.js";

/** What a check holds while it runs. */
export interface Lease {
  /** Where it runs; undefined when it needs no accelerator, or all places. */
  readonly pool: AcceleratorPool | undefined;
  /** All pools that it holds something of. */
  readonly pools: readonly AcceleratorPool[];
  /** How many devices of each pool are its own. */
  readonly devices: number;
  /** No other check uses the node's accelerators. */
  readonly whole: boolean;
  /** No other check runs at all. */
  readonly alone: boolean;
}

/**
 * Who holds which accelerators. Two pools of one node and vendor may be two ways to the same devices, so only one of
 * them is used at a time.
 */
export class Places {
  readonly #held = new Set<Lease>();

  constructor(private readonly pools: readonly AcceleratorPool[]) {}

  /** How many nodes have accelerators. */
  get nodes(): number {
    return new Set(this.pools.map(({ node }) => node)).size;
  }

  /** Whether anything is held. */
  get idle(): boolean {
    return this.#held.size === 0;
  }

  /** The pools that satisfy these needs while nobody else runs. */
  candidates(needs: Needs): AcceleratorPool[] {
    if (!needsPool(needs)) return [];
    return this.pools.filter((pool) => fits(pool, needs));
  }

  /** Whether these needs can ever be met. */
  possible(needs: Needs): boolean {
    return !needsPool(needs) || this.candidates(needs).length > 0;
  }

  /**
   * Takes what is needed, if it is free now.
   * @param closed nodes whose accelerators are meant for other checks
   */
  take(needs: Needs, closed: ReadonlySet<string> = new Set()): Lease | undefined {
    if ([...this.#held].some(({ alone }) => alone)) return undefined;
    const alone = needs.cluster === "alone";
    if (alone && !this.idle) return undefined;
    const lease = this.#lease(needs, alone, closed);
    if (lease) this.#held.add(lease);
    return lease;
  }

  release(lease: Lease): void {
    this.#held.delete(lease);
  }

  /** Which part of each of its candidates a check occupies, by node: 1 is all of it. */
  shares(needs: Needs): Map<string, number> {
    const part = (pool: AcceleratorPool): number =>
      needs.node === "whole" ? 1 : (needs.devices ?? 0) / Math.max(1, pool.free);
    return new Map(this.candidates(needs).map((pool) => [pool.node, part(pool)]));
  }

  #lease(needs: Needs, alone: boolean, closed: ReadonlySet<string>): Lease | undefined {
    if (needs.nodes === "every") return this.#everywhere(needs, alone);
    if (needsPool(needs)) return this.#place(needs, alone, closed);
    return { pool: undefined, pools: [], devices: 0, whole: false, alone };
  }

  #everywhere(needs: Needs, alone: boolean): Lease | undefined {
    const pools = this.candidates(needs);
    const devices = needs.devices ?? 0;
    if (pools.length === 0 || pools.some((pool) => this.#left(pool) < devices)) return undefined;
    return { pool: undefined, pools, devices, whole: false, alone };
  }

  #place(needs: Needs, alone: boolean, closed: ReadonlySet<string>): Lease | undefined {
    const whole = needs.node === "whole";
    const devices = needs.devices ?? 0;
    const open = this.candidates(needs)
      .filter((pool) => !((whole || devices > 0) && closed.has(pool.node)))
      .map((pool) => ({ pool, left: this.#left(pool) }))
      .filter(({ pool, left }) => (whole ? this.#heldOn(pool.node) === 0 : left >= devices));
    // The tightest fit leaves whole nodes to those that need one; a check that uses no device goes anywhere.
    const best = open.sort((a, b) => a.left - b.left)[0];
    return best && { pool: best.pool, pools: [best.pool], devices: whole ? best.left : devices, whole, alone };
  }

  /** Devices of a pool that a check could have now. */
  #left(pool: AcceleratorPool): number {
    let left = pool.free;
    for (const { lease, on } of this.#leasesOn(pool.node)) {
      if (lease.whole) return 0;
      if (lease.devices === 0) continue;
      if (on === pool) left -= lease.devices;
      else if (on.vendor === pool.vendor) return 0;
    }
    return left;
  }

  /** How many devices of a node are in use; a whole node counts as all of them. */
  #heldOn(node: string): number {
    let held = 0;
    for (const { lease } of this.#leasesOn(node)) held += lease.whole ? Math.max(1, lease.devices) : lease.devices;
    return held;
  }

  #leasesOn(node: string): { lease: Lease; on: AcceleratorPool }[] {
    return [...this.#held].flatMap((lease) =>
      lease.pools.filter((on) => on.node === node).map((on) => ({ lease, on })),
    );
  }
}

/** Whether a check must be given a pool. */
export function needsPool({ devices, node, nodes, access }: Needs): boolean {
  return (devices ?? 0) > 0 || node !== undefined || nodes !== undefined || access !== undefined;
}

function fits(pool: AcceleratorPool, { devices, node, access }: Needs): boolean {
  if (access !== undefined && pool.access !== access) return false;
  // A check that asks for a whole node and names no number works with at least one device.
  const wanted = devices ?? (node === "whole" ? 1 : 0);
  return pool.free >= wanted;
}
