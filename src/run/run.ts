import { existsSync, readdirSync } from "node:fs";
import { described, type Description } from "../accelerators/index.js";
import type { Kube } from "../kube/client.js";
import { challengedNonce, type Challenge } from "../record/challenge.js";
import type { Checklist } from "../record/checklist.js";
import { RecordError } from "../record/error.js";
import { RECORD_FORMAT } from "../record/events.js";
import { EVENTS } from "../record/layout.js";
import { thisTool } from "../this-tool.js";
import type { Requirement } from "./check.js";
import { conduct } from "./conduct.js";
import type { Vendor } from "./discover-lists.js";
import type { Stopped } from "./interruption.js";
import { Journal } from "./journal.js";
import { newNonce, newRunId } from "./names.js";
import type { RunOptions } from "./options.js";
import { makePlan, toRun, type Plan } from "./plan.js";
import { preflight, type Preflight } from "./preflight.js";
import type { Reporter } from "./reporter.js";
import { leftOut, requirementsOf, requireKnown, type Selection } from "./select.js";
import { awaitTurn } from "./turn.js";

/** What a run is made of. */
export interface RunInput {
  kube: Kube;
  /** Folder of the record. */
  dir: string;
  requirements: readonly Requirement[];
  /**
   * What the platform is held against: of the requirements only these run. A resumed run keeps its own. Without one, all
   * run and none has a level.
   */
  checklist?: Checklist | undefined;
  /** Text that whoever wants a fresh run gave, as CHALLENGE allows: the nonce is made of it. A resumed run keeps its own. */
  challenge?: string | undefined;
  vendors: readonly Vendor[];
  reporters: readonly Reporter[];
  /** Told of each other run on the cluster whose end is waited for. */
  onWait?: (run: string) => void;
  /** Aborts with `Interrupted` when the run is to stop. */
  signal: AbortSignal;
}

/**
 * Proves what a cluster can do, from nothing to a finished record.
 * @returns what stopped the run; undefined when it went to its end
 * @throws UnknownSelection, AccessLacking, KubeError, RecordError
 */
export async function startRun(input: RunInput, options: RunOptions): Promise<Stopped | undefined> {
  const { kube, dir, reporters, signal, onWait } = input;
  refuseUsed(dir);
  const { looked, plan } = await lookInTurn(input, options);
  signal.throwIfAborted();
  const journal = Journal.create(dir, () => kube.secrets(), reporters);
  try {
    journal.append({
      type: "run.started",
      run: newRunId(),
      ...newSecret(input.challenge),
      format: RECORD_FORMAT,
      tool: thisTool(),
      cluster: looked.inventory.cluster,
      options: { ...options },
      ...(input.checklist === undefined ? {} : { checklist: input.checklist }),
    });
    for (const fact of looked.facts) journal.preflight(fact);
    journal.append({ type: "plan", checks: plan.items.map(({ planned }) => planned) });
    return await conduct({
      kube,
      journal,
      options,
      inventory: looked.inventory,
      items: toRun(plan.items),
      onWait,
      signal,
    });
  } finally {
    journal.close();
  }
}

/** The run's nonce, with what it was made of. */
function newSecret(text: string | undefined): { nonce: string; challenge?: Challenge } {
  if (text === undefined) return { nonce: newNonce() };
  const challenge = { text, salt: newNonce() };
  return { nonce: challengedNonce(challenge), challenge };
}

/**
 * The same as `look`, when nobody else is at work: what other runs hold is not counted as taken.
 * @param own a run that goes on
 * @throws UnknownSelection, AccessLacking, KubeError
 */
export async function lookInTurn(input: RunInput, options: RunOptions, own?: string): ReturnType<typeof look> {
  const { kube, onWait, signal } = input;
  // Whoever may not look for other runs is told so by this.
  const seen = await look(input, options);
  return (await awaitTurn(kube, { own, onWait, signal })) ? look(input, options) : seen;
}

/**
 * What would run, without making anything.
 * @throws UnknownSelection, AccessLacking, KubeError
 */
export async function look(
  input: Pick<RunInput, "kube" | "requirements" | "checklist" | "vendors" | "signal">,
  options: Selection & { timeoutFactor: number; accelerators?: readonly Description[] | undefined },
): Promise<{ looked: Preflight; plan: Plan }> {
  const { kube, signal, checklist } = input;
  const vendors = [...input.vendors, ...(options.accelerators ?? []).map(described)];
  requireKnown(options, input.requirements, checklist);
  const requirements = requirementsOf(input.requirements, checklist);
  const looked = await preflight(kube, { rules: rulesOf(requirements, options), vendors, signal });
  return { looked, plan: makePlan(requirements, looked.inventory, options) };
}

/** Of the checks that were selected; what the cluster then lacks is seen later. */
function rulesOf(
  requirements: readonly Requirement[],
  selection: Selection,
): NonNullable<Requirement["checks"][number]["rules"]> {
  return requirements.flatMap(({ id, checks }) =>
    checks.filter((check) => leftOut(selection, id, check.id) === undefined).flatMap(({ rules = [] }) => rules),
  );
}

/** A record owns its folder. @throws RecordError `not-empty` */
export function refuseUsed(dir: string): void {
  const there = existsSync(dir) ? readdirSync(dir) : [];
  if (there.length === 0) return;
  const record = there.includes(EVENTS);
  throw new RecordError("not-empty", record ? `${dir} holds a record already` : `${dir} is not empty`, {
    next: record ? `go on with it by \`karat run --resume ${dir}\`, or name another folder` : "name another folder",
  });
}
