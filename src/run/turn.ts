import type { Kube } from "../kube/client.js";
import { sleep } from "./abort.js";
import { mayLive } from "./alive.js";
import { RUNNER } from "./durations.js";
import { ticketOf } from "./heartbeat.js";
import { findRemains, type Remains } from "./remains.js";

export interface Turn {
  /** This run, which does not wait for itself. */
  own?: string | undefined;
  /** It holds a Lease: of several that do, the one that took it first goes first. Else all others do. */
  inLine?: boolean;
  /** Told once of each run that is waited for. */
  onWait?: ((run: string) => void) | undefined;
  signal?: AbortSignal;
}

/**
 * Waits until no other run is at work. Runs on one cluster take turns: each counts free accelerators and holds some back
 * to see others wait, which two at a time would spoil for each other. A run that was killed is known by its Lease, which
 * nobody renews.
 * @returns whether there was anything to wait for
 */
export async function awaitTurn(kube: Kube, { own, inLine = false, onWait, signal }: Turn): Promise<boolean> {
  const told = new Set<string>();
  const lives = watchLeases();
  for (;;) {
    const all = await findRemains(kube);
    const mine = inLine ? ticketOf(all.find(({ run }) => run === own)?.lease) : undefined;
    const others = all.filter(({ run, home }) => run !== own && home !== undefined);
    const ahead = others.filter(({ lease }) => mine === undefined || !isLater(ticketOf(lease), mine));
    const { time } = ahead.length > 0 ? await kube.serverTime(signal) : { time: new Date() };
    const working = ahead.filter((other) => mayLive(other, time) && lives(other));
    if (working.length === 0) return told.size > 0;
    for (const { run } of working) {
      if (!told.has(run)) onWait?.(run);
      told.add(run);
    }
    await sleep(RUNNER.look, signal);
    signal?.throwIfAborted();
  }
}

/** One that has no ticket yet may have looked before us, and begin. */
function isLater(ticket: bigint | undefined, mine: bigint): boolean {
  return ticket !== undefined && ticket > mine;
}

/** Whether a Lease has changed within `silence` as we see it: nobody's clock but ours is asked. */
function watchLeases(): (remains: Remains) => boolean {
  const seen = new Map<string, { version: unknown; at: number }>();
  return ({ run, lease }) => {
    const version: unknown = lease?.["metadata"]?.resourceVersion;
    const before = seen.get(run);
    if (before?.version === version && before) return performance.now() - before.at < RUNNER.silence * 1000;
    seen.set(run, { version, at: performance.now() });
    return true;
  };
}
