import type { RequirementState, RunState } from "./fold.js";
import type { Verdict } from "./verdict.js";

/** What a whole run came to, as far as its record is sound. */
export interface Conformance {
  verdict: Extract<Verdict, "pass" | "fail" | "inconclusive">;
  /** Why it is not what the requirements alone would say; empty otherwise. */
  because: string;
}

/** The requirements that decide: with a checklist its MUSTs, each of them; without one all. */
export function deciding({
  checklist,
  requirements,
}: Pick<RunState, "checklist" | "requirements">): RequirementState[] {
  return checklist ? requirements.filter(({ level }) => level === "MUST") : requirements;
}

/**
 * Folds the requirements' verdicts into one. A MUST that was left out, or that the run had no check of, is not proven.
 * Fail-closed: a run that did not finish, or in which nothing passed, is never a pass.
 */
export function conformance(state: RunState): Conformance {
  const verdicts = deciding(state).map(({ verdict }) => verdict);
  const inconclusive = (because: string): Conformance => ({ verdict: "inconclusive", because });
  if (verdicts.includes("fail")) return { verdict: "fail", because: "" };
  if (!state.finished) {
    return inconclusive(state.interruptedBy ? `interrupted by ${state.interruptedBy}` : "the run did not finish");
  }
  if (!verdicts.every((verdict) => SETTLED.has(verdict))) return inconclusive("");
  if (state.checklist && verdicts.includes("skip")) return inconclusive("not every MUST was run");
  if (!verdicts.includes("pass")) return inconclusive("nothing was proven");
  return { verdict: "pass", because: "" };
}

/** Anything else, known or not, is open. */
const SETTLED: ReadonlySet<string> = new Set(["pass", "skip", "n/a"] satisfies Verdict[]);
