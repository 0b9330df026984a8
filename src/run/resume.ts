import { createHash } from "node:crypto";
import type { Kube } from "../kube/client.js";
import { factsOf } from "../record/load.js";
import type { CheckState, RunState } from "../record/fold.js";
import { judged } from "../record/judge.js";
import { RecordReader } from "../record/reader.js";
import { thisTool } from "../this-tool.js";
import type { Check, Requirement } from "./check.js";
import { conduct } from "./conduct.js";
import { RUNNER } from "./durations.js";
import { isOutside, type Stopped } from "./interruption.js";
import { Journal } from "./journal.js";
import { runOptions } from "./options.js";
import { toRun } from "./plan.js";
import { findRemains, releaseRemains } from "./remains.js";
import { lookInTurn, type RunInput } from "./run.js";

/** A record that cannot be gone on with here. */
export class CannotResume extends Error {
  override name = "CannotResume";
  readonly code = "CANNOT_RESUME";
  constructor(
    message: string,
    readonly next: string,
  ) {
    super(message);
  }
}

/**
 * Goes on with a run that ended at whatever point: removes what it left in the cluster, judges what was observed to
 * its end, and runs what is missing as a next attempt under the same nonce. A finished run is left as it is.
 * @returns what stopped it again; undefined when it went to its end
 * @throws CannotResume, AccessLacking, KubeError, RecordError
 */
export async function resumeRun(input: RunInput): Promise<Stopped | undefined> {
  const { kube, dir, requirements, reporters, signal, onWait } = input;
  const journal = Journal.continue(dir, () => kube.secrets(), reporters);
  try {
    const { state } = journal;
    if (state.finished) return undefined;
    await requireSameCluster(kube, state, signal);
    const options = runOptions.safeParse(state.options);
    if (!options.success) {
      throw new CannotResume(
        `the options of the run in ${dir} are not those of this version: ${options.error.issues[0]?.message}`,
        `resume it with karat ${state.tool.version}, or start a new run`,
      );
    }
    journal.append({ type: "run.resumed", tool: thisTool() });
    judgeObserved(journal, requirements, dir);
    await removeLeft(kube, journal);
    const { looked, plan } = await lookInTurn({ ...input, checklist: state.checklist }, options.data, state.run);
    for (const fact of looked.facts) journal.preflight(fact);
    const done = new Set(
      checksOf(journal.state)
        .filter(isDone)
        .map((check) => check.plan.id),
    );
    const items = plan.items.filter(({ check }) => !done.has(check.id));
    if (items.length > 0) journal.append({ type: "plan", checks: items.map(({ planned }) => planned) });
    return await conduct({
      kube,
      journal,
      options: options.data,
      inventory: looked.inventory,
      items: toRun(items),
      onWait,
      signal,
    });
  } finally {
    journal.close();
  }
}

/** Came to a result of its own: only what was stopped from outside is tried again. */
function isDone({ phase, judgement, interruption }: CheckState): boolean {
  return (
    phase === "ended" && (judgement !== undefined || (interruption !== undefined && !isOutside(interruption.kind)))
  );
}

/** What was observed to its end and not judged any more needs no second experiment. */
function judgeObserved(journal: Journal, requirements: readonly Requirement[], dir: string): void {
  const byId = new Map<string, Check>(requirements.flatMap(({ checks }) => checks.map((check) => [check.id, check])));
  for (const state of checksOf(journal.state)) {
    const check = byId.get(state.plan.id);
    if (!check || state.phase !== "ended" || state.interruption || state.judgement) continue;
    const facts = factsOf(new RecordReader(dir), state);
    const judgement = judged((expect) => check.judge(facts, expect));
    journal.append({ type: "check.judged", check: check.id, attempt: state.attempt, judgement });
  }
}

/** @throws CannotResume when devices of the dead run are still held */
async function removeLeft(kube: Kube, journal: Journal): Promise<void> {
  const { run } = journal.state;
  for (const remains of await findRemains(kube, run)) {
    const left = await releaseRemains(kube, remains, RUNNER.gone);
    if (left.length > 0) {
      throw new CannotResume(
        `what the run ${run} left in the cluster cannot be removed: ${left.join("; ")}`,
        `remove what holds it, then try again; \`karat clean --run ${run}\` shows what is left`,
      );
    }
  }
  for (const { plan, attempt, cleaned } of checksOf(journal.state)) {
    if (attempt > 0 && cleaned?.ok !== true) {
      journal.append({ type: "check.cleaned", check: plan.id, attempt, ok: true, left: [] });
    }
  }
}

async function requireSameCluster(kube: Kube, { cluster }: RunState, signal: AbortSignal): Promise<void> {
  const namespace = await kube.get("/api/v1/namespaces/kube-system", { signal });
  const uidHash = createHash("sha256").update(String(namespace?.["metadata"]?.uid)).digest("hex");
  if (uidHash === cluster.uidHash) return;
  throw new CannotResume(
    `the run was begun on another cluster than ${kube.server}`,
    "choose the cluster that it was begun on by --kubeconfig or --context",
  );
}

function checksOf(state: RunState): CheckState[] {
  return state.requirements.flatMap(({ checks }) => checks);
}
