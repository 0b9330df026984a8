import type { Kube } from "../kube/client.js";
import type { Cost } from "../record/events.js";
import type { RunState } from "../record/fold.js";
import { childOf } from "./abort.js";
import { attemptCheck } from "./attempt.js";
import type { Check } from "./check.js";
import type { RunContext } from "./context.js";
import { Heartbeat } from "./heartbeat.js";
import { abandonHome, leaveHome, makeHome } from "./home.js";
import { describe, Interrupted, isOutside, Stopped } from "./interruption.js";
import type { Inventory } from "./inventory.js";
import type { Journal } from "./journal.js";
import { homeNamespace } from "./names.js";
import { Outages } from "./outages.js";
import { Places, type Lease } from "./places.js";
import { taskOf, type PlanItem } from "./plan.js";
import { runAll, type Task } from "./schedule.js";
import type { RunOptions } from "./options.js";
import { SharedStores } from "./shared-stores.js";
import { awaitTurn } from "./turn.js";

export interface Conduct {
  kube: Kube;
  journal: Journal;
  options: RunOptions;
  inventory: Inventory;
  /** What is to be run now. */
  items: readonly PlanItem[];
  /** Told of each other run whose end is waited for. */
  onWait?: ((run: string) => void) | undefined;
  /** Aborts with `Interrupted` when the person or the system wants the run to stop. */
  signal: AbortSignal;
}

/**
 * Runs the planned checks and cleans up behind them, whatever happens. The record says `run.finished` only when
 * nothing stopped the run.
 * @returns what stopped it; undefined when nothing did
 * @throws RecordError when the record could not be written to the end; ApiRefused, ApiLost when nothing could begin
 */
export async function conduct({
  kube,
  journal,
  options,
  inventory,
  items,
  onWait,
  signal,
}: Conduct): Promise<Stopped | undefined> {
  const { run } = journal.state;
  const home = homeNamespace(options.namespacePrefix, run);
  const own = childOf(signal);
  const stores = new SharedStores(kube, run);
  let heartbeat: Heartbeat | undefined;
  let failure: { error: unknown } | undefined;
  const fail = (error: unknown): void => {
    // What stopped the run is told by the return value.
    if (error === own.signal.reason) return;
    failure ??= { error };
    own.abort(new Stopped("abort", describe(error), { cause: error }));
  };
  try {
    await makeHome(kube, run, home, own.signal);
    heartbeat = await Heartbeat.begin(kube, { id: run, home }, own.abort, own.signal);
    // Several may have found the cluster free at the same moment.
    await awaitTurn(kube, { own: run, inLine: true, onWait, signal: own.signal });
    const context: RunContext = {
      kube,
      journal,
      run,
      nonce: journal.state.nonce,
      prefix: options.namespacePrefix,
      inventory,
      options,
      image: options.image,
      timeoutFactor: options.timeoutFactor,
      heartbeat,
      stores,
      outages: new Outages(stores, hadLostServer(journal.state)),
      signal: own.signal,
      stop: own.abort,
    };
    const never = await runChecks(context, items, fail);
    if (!own.signal.aborted && never.length > 0) journal.append({ type: "plan", checks: never.map(starved) });
  } catch (error) {
    fail(error);
  }
  const reason: unknown = own.signal.reason;
  if (reason instanceof Interrupted)
    quietly(() => journal.append({ type: "run.interrupted", signal: reason.signalName }));
  stores.close();
  if (!heartbeat) await abandonHome(kube, run, home).catch(() => {});
  const cleaned = heartbeat !== undefined && (await leaveHome(kube, journal, home, heartbeat).catch(() => false));
  own.done();
  if (failure) throw failure.error;
  if (reason instanceof Stopped) return reason;
  const verdicts = journal.state.requirements.map(({ id, verdict }) => [id, verdict] as const);
  journal.append({ type: "run.finished", requirements: Object.fromEntries(verdicts), cleaned, cost: cost(kube) });
  return undefined;
}

function hadLostServer({ requirements }: RunState): boolean {
  return requirements.some(({ checks }) => checks.some(({ interruption }) => interruption?.kind === "api-lost"));
}

function cost(kube: Kube): Cost {
  const { requests, connections, bytes } = kube.stats();
  return { requests, connections, bytes, memoryMiB: Math.round(process.resourceUsage().maxRSS / 1024) };
}

/** @returns those that never started */
async function runChecks(
  context: RunContext,
  items: readonly PlanItem[],
  fail: (error: unknown) => void,
): Promise<PlanItem[]> {
  const byId = new Map(items.map((item) => [item.check.id, item]));
  const places = new Places(context.inventory.pools);
  const one = async ({ id }: Task, lease: Lease): Promise<boolean> => {
    const item = byId.get(id);
    try {
      if (!item) return false;
      const control = lostControl(context.journal.state, item);
      if (control === undefined) return await runCheck(context, item.check, lease);
      context.journal.append({ type: "plan", checks: [pointless(item, control)] });
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  };
  const never = await runAll(items.map(taskOf), places, one, { aborted: () => context.signal.aborted });
  return never.flatMap(({ id }) => byId.get(id) ?? []);
}

/**
 * Runs a check, and once more when nothing but a passing loss of the API server came between: a write whose answer
 * was lost is not repeated, as nobody knows whether it took place, a watch may have missed something, and the cluster
 * stood still meanwhile. A server that is still away stops the run.
 * @returns whether what it held is free again
 */
async function runCheck(context: RunContext, check: Check, lease: Lease): Promise<boolean> {
  const before = context.journal.state.requirements.flatMap(({ checks }) => checks);
  const first = 1 + (before.find(({ plan }) => plan.id === check.id)?.attempt ?? 0);
  for (let number = first; ; number++) {
    await context.outages.settle(context.signal);
    if (context.signal.aborted) return true;
    const { released, interruption } = await attemptCheck(context, check, number, lease);
    const passing = interruption?.kind === "api-lost" && released && !context.signal.aborted;
    if (passing && number === first) continue;
    if (interruption && isOutside(interruption.kind) && !passing) {
      context.stop(new Stopped(interruption.kind, interruption.message));
    }
    return released;
  }
}

/** The control that leaves a check's requirement inconclusive, whatever the check would show; see requirementVerdict. */
function lostControl({ requirements }: RunState, { planned }: PlanItem): string | undefined {
  const checks = requirements.find(({ id }) => id === planned.requirement)?.checks ?? [];
  const lost = checks.find(
    ({ plan, judgement }) => plan.kind === "control" && judgement !== undefined && judgement.verdict !== "pass",
  );
  return lost?.plan.id;
}

function pointless({ planned }: PlanItem, control: string): PlanItem["planned"] {
  return {
    ...planned,
    verdict: "inconclusive",
    reason: `it was not begun, as nothing could be shown any more: the control ${control} did not hold, see there`,
  };
}

function starved({ planned }: PlanItem): PlanItem["planned"] {
  return {
    ...planned,
    verdict: "inconclusive",
    reason: "the accelerators that it needs were not given back by an earlier check, see that check's clean-up",
  };
}

/** For what is nice to have in the record of a run that is ending anyway. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The error that ended the run is the one to be told.
  }
}
