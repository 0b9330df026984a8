import type { Kube } from "../kube/client.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import { mayLive } from "./alive.js";
import { RUNNER } from "./durations.js";
import { leasePath, takeOver } from "./heartbeat.js";
import { findRemains, removeHome, removeRemains, type Remains } from "./remains.js";

/** A run as `karat clean` finds it. */
export interface FoundRun extends Remains {
  /** Its Lease was seen to change. */
  alive: boolean;
}

/** What became of a run. */
export interface CleanedRun {
  run: string;
  /** `alive` runs are never touched. */
  outcome: "alive" | "removed" | "left";
  /** What is still there, each with what keeps it. */
  left: string[];
}

/**
 * Runs that left something, dead or alive. Whether one lives is seen, not computed: clocks of other machines prove
 * nothing, so a Lease is watched for longer than any living run lets it stand.
 * @param onWait told once how long that will take, seconds
 */
export async function findRuns(
  kube: Kube,
  options: { run?: string; onWait?: (seconds: number) => void; signal?: AbortSignal } = {},
): Promise<FoundRun[]> {
  const { run, onWait, signal } = options;
  const before = new Map((await findRemains(kube, run)).map((remains) => [remains.run, remains]));
  const { time } = await kube.serverTime(signal);
  const doubtful = new Map([...before].filter(([, remains]) => mayLive(remains, time)));
  if (doubtful.size === 0) return [...before.values()].map((remains) => ({ ...remains, alive: false }));
  onWait?.(RUNNER.silence);
  for (const until = performance.now() + RUNNER.silence * 1000; doubtful.size > 0 && performance.now() < until;) {
    await sleep(RUNNER.look, signal);
    signal?.throwIfAborted();
    for (const { run: id, home, lease } of doubtful.values()) {
      const now = home === undefined ? null : await kube.get(leasePath(home));
      if (changed(lease, now)) doubtful.delete(id);
    }
  }
  // Looked at again: runs may have ended by themselves meanwhile, or begun.
  return (await findRemains(kube, run)).map((remains) => {
    const first = before.get(remains.run);
    const unchanged = first !== undefined && !changed(first.lease, remains.lease ?? null);
    return { ...remains, alive: !remains.homeIsGoing && !unchanged };
  });
}

/** Removes a dead run. Takes its Lease first, so that a run that was only asleep stops when it wakes. */
export async function removeRun(kube: Kube, found: FoundRun): Promise<CleanedRun> {
  const { run, home, lease } = found;
  if (found.alive) return { run, outcome: "alive", left: [] };
  if (lease && home !== undefined && !(await takeOver(kube, home, lease))) return { run, outcome: "alive", left: [] };
  const left = await removeRemains(kube, found, RUNNER.gone);
  if (left.length === 0 && home !== undefined) left.push(...(await removeHome(kube, home, RUNNER.gone)));
  return { run, outcome: left.length === 0 ? "removed" : "left", left };
}

function changed(before: ApiObject | undefined, after: ApiObject | null): boolean {
  return after !== null && before?.["metadata"]?.resourceVersion !== after["metadata"]?.resourceVersion;
}
