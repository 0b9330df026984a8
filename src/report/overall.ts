import { conformance, deciding, type Conformance } from "../record/conformance.js";
import type { RunState } from "../record/fold.js";
import type { Verdict } from "../record/verdict.js";
import { count, verdictOf } from "./words.js";

/** What a whole run came to. */
export interface Overall extends Conformance {
  /** One sentence without a full stop, e.g. "2 of 3 requirements pass, 1 fails". */
  headline: string;
}

/**
 * What a run came to, in words too. Fail-closed: an altered record is never a pass.
 * @param problems what is wrong with the record itself; see ReportSource
 */
export function overall(state: RunState, problems: readonly string[] = []): Overall {
  const verdicts = deciding(state).map((requirement) => verdictOf(requirement.verdict));
  const tally = (verdict: Verdict) => verdicts.filter((other) => other === verdict).length;
  const headline = sentence(verdicts.length, tally, state.checklist?.minor);
  if (problems.length > 0) return { verdict: "inconclusive", headline, because: "the record is not sound" };
  return { ...conformance(state), headline };
}

function sentence(total: number, tally: (verdict: Verdict) => number, minor: string | undefined): string {
  const [noun, of] = minor === undefined ? ["requirement", ""] : ["MUST", ` of checklist ${minor}`];
  const [passed, failed] = [tally("pass"), tally("fail")];
  const rest = [
    failed > 0 && `${failed} ${failed === 1 ? "fails" : "fail"}`,
    tally("inconclusive") > 0 && `${tally("inconclusive")} inconclusive`,
    tally("skip") > 0 && `${tally("skip")} skipped`,
    tally("n/a") > 0 && `${tally("n/a")} not applicable`,
  ].filter(Boolean);
  if (total === 0) return `No ${noun}${of} was tested`;
  if (rest.length === 0) return total === 1 ? `The ${noun}${of} passes` : `All ${count(total, noun)}${of} pass`;
  if (passed === 0) return `Of ${count(total, noun)}${of}, none passes: ${rest.join(", ")}`;
  return `${passed} of ${count(total, noun)}${of} ${passed === 1 ? "passes" : "pass"}, ${rest.join(", ")}`;
}
