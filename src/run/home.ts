import type { Kube } from "../kube/client.js";
import type { ApiObject } from "../record/facts.js";
import { sleep } from "./abort.js";
import { RUNNER } from "./durations.js";
import { leasePath, type Heartbeat } from "./heartbeat.js";
import type { Journal } from "./journal.js";
import { createNamespace } from "./namespace.js";
import { CHECK, checkLabel, RUN, runSelector } from "./owner.js";
import { deleteNamespace, inWords } from "./release.js";
import { elsewhereGone, namespaceGone } from "./remains.js";
import { deleteOwn } from "./undo.js";

/** Creates a run's own namespace. A resumed run finds it, or waits until that of a run that was just stopped is gone. */
export async function makeHome(kube: Kube, run: string, home: string, signal: AbortSignal): Promise<void> {
  const before = await kube.get(`/api/v1/namespaces/${home}`, { signal });
  if (before?.["metadata"].labels?.[RUN] === run && before["metadata"].deletionTimestamp === undefined) return;
  if (before) await namespaceGone(kube, home, RUNNER.gone);
  await createNamespace(kube, { name: home, run, podSecurity: "restricted" }, signal);
}

/**
 * Removes the run's own namespace once nothing is left outside of its namespaces; else it stays, with a Lease that nobody
 * renews, for `karat clean` to find the rest by. Waits until all namespaces of the run are gone. What is left is written
 * down as left by its check.
 * @returns whether nothing is left
 */
export async function leaveHome(kube: Kube, journal: Journal, home: string, heartbeat: Heartbeat): Promise<boolean> {
  const { run, requirements } = journal.state;
  const checks = requirements.flatMap((requirement) => requirement.checks).filter(({ attempt }) => attempt > 0);
  const blame = (left: readonly ApiObject[]): boolean => {
    for (const { plan, attempt } of checks) {
      const own = left.filter(({ metadata }) => metadata.labels[CHECK] === checkLabel(plan.id)).map(inWords);
      if (own.length > 0) journal.append({ type: "check.cleaned", check: plan.id, attempt, ok: false, left: own });
    }
    return left.length === 0;
  };
  try {
    if (checks.some(({ cleaned }) => cleaned?.ok !== true)) return false;
    const elsewhere = await elsewhereGone(kube, run, heartbeat.elsewhere, RUNNER.finalise);
    if (!blame([...elsewhere, ...(await unasked(kube, run))])) return false;
  } finally {
    await heartbeat.end();
  }
  await deleteNamespace(kube, home);
  return blame(await lingering(kube, run));
}

/** Removes a home that never got a Lease: the run was stopped before it made anything else. */
export async function abandonHome(kube: Kube, run: string, home: string): Promise<void> {
  // One of an earlier attempt says where to look for what that left.
  if (await kube.get(leasePath(home))) return;
  await deleteOwn(kube, { apiVersion: "v1", kind: "Namespace", name: home }, run);
}

/** Namespaces of checks that nobody has deleted: a request to create one may take effect after its check gave it up. */
async function unasked(kube: Kube, run: string): Promise<ApiObject[]> {
  const { items } = await kube.list("/api/v1/namespaces", { labelSelector: `${runSelector(run)},${CHECK}` });
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** Waits until the run's namespaces are gone, which takes 6 to 12 s. @returns those that something must hold up */
async function lingering(kube: Kube, run: string): Promise<ApiObject[]> {
  for (;;) {
    const { items } = await kube.list("/api/v1/namespaces", { labelSelector: runSelector(run) });
    if (items.length === 0) return [];
    const { time } = await kube.serverTime();
    const late = time.getTime() - RUNNER.finalise * 1000;
    // One that nobody has told to go came after all others were: it is waited for no longer than these.
    if (items.every(({ metadata }) => !(Date.parse(metadata.deletionTimestamp) >= late))) return items;
    await sleep(RUNNER.releaseLookLast);
  }
}
