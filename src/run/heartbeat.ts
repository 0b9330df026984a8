import { randomUUID } from "node:crypto";
import type { Kube } from "../kube/client.js";
import { ApiLost, ApiRefused, refused } from "../kube/errors.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import { RUNNER } from "./durations.js";
import { describe, Stopped } from "./interruption.js";
import { ELSEWHERE, ownerLabels, TICKET } from "./owner.js";

/** Name of a run's Lease in its home namespace. */
export const LEASE = "karat";

/** REST path of a run's Lease. */
export function leasePath(home: string): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${home}/leases/${LEASE}`;
}

/**
 * A run's sign of life: a Lease (coordination.k8s.io/v1) that is renewed as long as the run lives. Whoever wants to
 * remove a dead run's remains takes the Lease over first; a run that finds its Lease in other hands stops.
 */
export class Heartbeat {
  readonly #stopping = new AbortController();
  readonly #beating: Promise<void>;
  /** Writes to the Lease go one after the other, as each needs the resourceVersion of the one before. */
  #writing: Promise<unknown> = Promise.resolve();
  readonly #elsewhere: Set<string>;
  readonly #ticket: string;

  private constructor(
    private readonly kube: Kube,
    private readonly path: string,
    private readonly holder: string,
    private lease: ApiObject,
    onLost: (reason: Stopped) => void,
  ) {
    this.#elsewhere = new Set(kindsElsewhere(lease));
    this.#ticket = String(lease["metadata"]?.resourceVersion);
    this.#beating = this.#beat().catch((error: unknown) => onLost(stopped(error)));
  }

  /**
   * Creates the Lease, or takes over that of an earlier attempt at the same run, whose record only one can write to.
   * @param onLost called once, when the run must stop: its Lease is gone or in other hands, or the API server is lost
   */
  static async begin(
    kube: Kube,
    run: { id: string; home: string },
    onLost: (reason: Stopped) => void,
    signal?: AbortSignal,
  ): Promise<Heartbeat> {
    const path = leasePath(run.home);
    const holder = randomUUID();
    const options = signal ? { signal } : {};
    const before = await kube.get(path, options);
    const lease: ApiObject = before ?? {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: LEASE, namespace: run.home, labels: ownerLabels(run.id) },
    };
    lease["spec"] = { ...lease["spec"], ...renewed(holder), acquireTime: microTime() };
    const [method, target] = before ? (["PUT", path] as const) : (["POST", path.replace(/\/[^/]+$/, "")] as const);
    const response = await kube.request(method, target, { body: lease, ...options });
    if (response.status >= 300) throw refused(response, { method, path: target });
    const heartbeat = new Heartbeat(kube, path, holder, response.body, onLost);
    try {
      // Nobody knows the ticket before the server has answered.
      await heartbeat.#renew();
    } catch (error) {
      await heartbeat.end();
      throw error;
    }
    return heartbeat;
  }

  /**
   * Notes, before it happens, that the run creates an object of this kind outside of its namespaces, so that
   * `karat clean` knows where to look.
   */
  async note(apiVersion: string, kind: string): Promise<void> {
    const key = `${apiVersion}/${kind}`;
    if (this.#elsewhere.has(key)) return;
    this.#elsewhere.add(key);
    await this.#renew();
  }

  /** Kinds that were noted, `<apiVersion>/<Kind>`. */
  get elsewhere(): string[] {
    return [...this.#elsewhere];
  }

  /** Stops renewing. The Lease goes with the home namespace. */
  async end(): Promise<void> {
    this.#stopping.abort();
    await this.#beating;
  }

  async #beat(): Promise<void> {
    const { signal } = this.#stopping;
    let renewedAt = performance.now();
    for (;;) {
      await sleep(RUNNER.heartbeat, signal);
      if (signal.aborted) return;
      try {
        await this.#renew();
        renewedAt = performance.now();
      } catch (error) {
        if (signal.aborted) return;
        // A server that has just started refuses for a moment what it will allow; beyond `silence` we count as dead.
        const passing = error instanceof ApiRefused && performance.now() - renewedAt < RUNNER.silence * 1000;
        if (!passing) throw error;
      }
    }
  }

  #renew(): Promise<void> {
    const renewal = this.#writing.then(() => this.#write());
    this.#writing = renewal.catch(() => {});
    return renewal;
  }

  /** @throws Stopped when somebody else holds the Lease; ApiLost */
  async #write(): Promise<void> {
    for (;;) {
      const { annotations, ...metadata } = this.lease["metadata"] as ApiObject;
      const elsewhere = [...this.#elsewhere].sort().join(",");
      const body = {
        ...this.lease,
        metadata: {
          ...metadata,
          annotations: { ...annotations, [TICKET]: this.#ticket, ...(elsewhere ? { [ELSEWHERE]: elsewhere } : {}) },
        },
        spec: { ...this.lease["spec"], ...renewed(this.holder) },
      };
      const { signal } = this.#stopping;
      const response = await this.kube.request("PUT", this.path, { body, signal });
      if (response.status === 200) {
        this.lease = response.body;
        return;
      }
      // A conflict may be our own write, of which the answer was lost.
      const current = response.status === 409 ? await this.kube.get(this.path, { signal }) : null;
      if (response.status !== 409 && response.status !== 404)
        throw refused(response, { method: "PUT", path: this.path });
      if (current?.["spec"]?.holderIdentity !== this.holder) {
        throw new Stopped("abort", "the run's Lease was taken away: somebody removed this run with `karat clean`");
      }
      this.lease = current;
    }
  }
}

/** Takes a dead run's Lease. @returns false when it changed meanwhile, so that its run is not dead after all */
export async function takeOver(kube: Kube, home: string, lease: ApiObject): Promise<boolean> {
  const path = leasePath(home);
  const body = { ...lease, spec: { ...lease["spec"], ...renewed(`karat-clean-${randomUUID()}`) } };
  const response = await kube.request("PUT", path, { body });
  if (response.status === 409) return false;
  // 404, or 403 in a namespace that is going: there is nothing to take.
  if (response.status >= 300 && response.status !== 404 && response.status !== 403) {
    throw refused(response, { method: "PUT", path });
  }
  return true;
}

/** Kinds that a run created outside of its namespaces, `<apiVersion>/<Kind>`. */
export function kindsElsewhere(lease: ApiObject): string[] {
  const annotation = lease["metadata"]?.annotations?.[ELSEWHERE] as string | undefined;
  return annotation ? annotation.split(",") : [];
}

/** When the run took its Lease, as a number that is higher the later that was; undefined while it is about to. */
export function ticketOf(lease: ApiObject | undefined): bigint | undefined {
  const annotation: unknown = lease?.["metadata"]?.annotations?.[TICKET];
  return typeof annotation === "string" && /^\d+$/.test(annotation) ? BigInt(annotation) : undefined;
}

function renewed(holder: string): ApiObject {
  return { holderIdentity: holder, leaseDurationSeconds: RUNNER.silence, renewTime: microTime() };
}

/** metav1.MicroTime: RFC 3339 with exactly six digits of the second. */
function microTime(): string {
  return new Date().toISOString().replace("Z", "000Z");
}

function stopped(error: unknown): Stopped {
  if (error instanceof Stopped) return error;
  const kind = error instanceof ApiLost ? "api-lost" : "abort";
  return new Stopped(kind, `the run's Lease cannot be renewed: ${describe(error)}`, { cause: error });
}
