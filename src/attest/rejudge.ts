import type { CheckState } from "../record/fold.js";
import { judged } from "../record/judge.js";
import { factsOf } from "../record/load.js";
import type { RecordReader } from "../record/reader.js";
import { settle } from "../record/settle.js";
import type { Judgement, Verdict } from "../record/verdict.js";
import { difference } from "./compare.js";
import { asProblem } from "./problem.js";
import type { Doubt, Judge, Problem } from "./verification.js";

/** A check judged again: its state with the new verdict, and what does not agree with the record. */
export interface Rejudged {
  check: CheckState;
  /** Its verdict by the recorded judgement. */
  recorded: Verdict;
  /** False when this version knows no such check: `check` is then as recorded. */
  known: boolean;
  problems: Problem[];
  doubts: Doubt[];
  notes: string[];
}

/** Runs a check's judge on the recorded facts and compares. `sameVersion`: the same karat wrote the record. */
export function rejudge(
  reader: RecordReader,
  recorded: CheckState,
  judge: Judge | undefined,
  sameVersion: boolean,
): Rejudged {
  const id = recorded.plan.id;
  const result: Rejudged = {
    check: recorded,
    recorded: recorded.verdict,
    known: judge !== undefined,
    problems: [],
    doubts: [],
    notes: [],
  };
  if (recorded.flaw !== undefined) {
    result.problems.push({ code: "flaw", check: id, what: `${id}: the record cannot be right: ${recorded.flaw}` });
  }
  if (!id.startsWith(`${recorded.plan.requirement}/`)) {
    const what = `${id} is planned for ${recorded.plan.requirement}, which it does not belong to`;
    result.problems.push({ code: "plan", check: id, what });
  }
  if (!judge) {
    result.doubts.push({ code: "unknown-check", check: id, what: `${id} is no check of this karat` });
    return result;
  }
  comparePlan(recorded, judge, sameVersion, result);
  if (recorded.phase !== "ended") return result;
  if (recorded.interruption) {
    if (recorded.judgement && recorded.judgement.verdict !== "inconclusive") {
      const what = `${id} did not run to its end, and yet the record judges it ${recorded.judgement.verdict}`;
      result.problems.push({ code: "verdict", check: id, what });
    }
    return result;
  }
  const again = judgeAgain(reader, recorded, judge, result);
  if (!recorded.judgement) {
    const what = `${id} ended and was not judged in the record; judged now: ${again.verdict}, ${again.reason}`;
    result.doubts.push({ code: "not-judged", check: id, what });
    return result;
  }
  compareJudgement(id, recorded.judgement, again, sameVersion, result);
  const check = { ...recorded, judgement: again };
  result.check = { ...check, ...settle(check) };
  return result;
}

function judgeAgain(reader: RecordReader, recorded: CheckState, judge: Judge, result: Rejudged): Judgement {
  try {
    const facts = factsOf(reader, recorded);
    return judged((expect) => judge.judge(facts, expect));
  } catch (error) {
    const problem = { ...asProblem(error), check: recorded.plan.id };
    result.problems.push(problem);
    return { verdict: "inconclusive", reason: problem.what, expectations: [] };
  }
}

function compareJudgement(
  id: string,
  recorded: Judgement,
  again: Judgement,
  sameVersion: boolean,
  result: Rejudged,
): void {
  const differs = difference(recorded, again);
  if (!differs) return;
  const what = `${id}: ${differs.what}`;
  if (differs.kind === "verdict") result.problems.push({ code: "verdict", check: id, what });
  else if (sameVersion) result.problems.push({ code: "judgement", check: id, what });
  else result.notes.push(`${what} (same verdict)`);
}

/** A check cannot be turned into another by its plan: a control called positive would prove what it does not. */
function comparePlan({ plan }: CheckState, judge: Judge, sameVersion: boolean, result: Rejudged): void {
  const { id } = plan;
  if (plan.kind !== judge.kind) {
    const what = `${id} is planned as ${plan.kind}; this karat knows it as ${judge.kind}`;
    result.problems.push({ code: "plan", check: id, what });
  }
  if (plan.proves === judge.proves) return;
  const what = `${id} is planned to prove "${plan.proves}"; this karat says "${judge.proves}"`;
  if (sameVersion) result.problems.push({ code: "plan", check: id, what });
  else result.notes.push(what);
}
