import type { CheckState } from "./fold.js";
import type { Judgement, Verdict } from "./verdict.js";

export interface Settled {
  verdict: Verdict;
  reason: string;
  /** seq of the event that the verdict rests on. */
  decidedBy?: number;
}

/**
 * The verdict of one check, fail-closed: only a whole attempt, with everything it lists observed and a judgement that
 * its own expectations bear out, comes to pass or fail.
 */
export function settle(check: CheckState): Settled {
  const { plan, marks } = check;
  if (check.flaw !== undefined) return inconclusive(`the record cannot be right: ${check.flaw}`, marks.flaw);
  if (check.attempt === 0) return unstarted(check);
  if (check.phase !== "ended") return inconclusive("it started, and the record ends before it did", marks.started);
  if (check.interruption) {
    const { kind, message } = check.interruption;
    return inconclusive(`it did not run to its end (${INTERRUPTED[kind]}): ${message}`, marks.ended);
  }
  const lost = lostObservation(check);
  if (lost !== undefined) return inconclusive(`the record cannot be right: ${lost}`, marks.ended);
  if (!check.judgement) return inconclusive("it ended and was not judged", marks.ended);
  const { verdict, reason } = check.judgement;
  const contradiction = contradicted(check.judgement);
  if (contradiction !== undefined) return inconclusive(`its judgement cannot be right: ${contradiction}`, marks.judged);
  return decided(verdict, reason || plan.proves, marks.judged);
}

const INTERRUPTED = {
  crash: "the check crashed",
  deadline: "its time was up",
  abort: "the run was aborted",
  "api-lost": "the API server stayed away",
  "disk-full": "no space was left for evidence",
  forbidden: "access was refused",
  interrupted: "the run was interrupted",
} as const;

function unstarted({ plan, marks }: CheckState): Settled {
  if (plan.verdict === undefined) return inconclusive("it never started", marks.plan);
  if (!plan.reason) return inconclusive(`the plan says ${plan.verdict} without a reason`, marks.plan);
  return decided(plan.verdict, plan.reason, marks.plan);
}

function lostObservation({ listed = [], observations }: CheckState): string | undefined {
  const seen = new Set<string>();
  for (const { name } of observations) {
    if (seen.has(name)) return `observation ${name} stands twice`;
    seen.add(name);
  }
  const missing = listed.find((name) => !seen.has(name));
  if (missing !== undefined) return `observation ${missing} is missing`;
  const strange = observations.find(({ name }, index) => name !== listed[index]);
  return strange && `observation ${strange.name} is not where the check says it made it`;
}

/** A pass in which nothing was expected, a fail in which everything held: not what a judge says. */
function contradicted({ verdict, expectations }: Judgement): string | undefined {
  const broken = expectations.filter((expectation) => !expectation.held).length;
  if (verdict === "pass" && expectations.length === 0) return "it says pass, and nothing was expected";
  if (verdict === "pass" && broken > 0) return `it says pass, and ${broken} of its expectations did not hold`;
  if (verdict === "fail" && broken === 0) return "it says fail, and no expectation was broken";
  if (verdict === "skip" || verdict === "n/a") return `a judge cannot say ${verdict}`;
  return undefined;
}

function decided(verdict: Verdict, reason: string, decidedBy: number | undefined): Settled {
  return { verdict, reason, ...(decidedBy === undefined ? {} : { decidedBy }) };
}

function inconclusive(reason: string, decidedBy: number | undefined): Settled {
  return decided("inconclusive", reason, decidedBy);
}
