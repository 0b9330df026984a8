import { testRecord, type TestCheck, type TestRun } from "../record/testing.js";
import { VERSION } from "./testing.js";
import type { Judge, Verification } from "./verification.js";
import { verify } from "./verify.js";

/** A check whose judge wants the observation `answer` to be 42. */
function judge(kind: Judge["kind"], id: string): Judge {
  return {
    kind,
    proves: `what ${id} proves`,
    judge: (facts, expect) => {
      const seen = facts.value("answer") as string;
      expect("the answer is 42", {
        held: seen.startsWith("42"),
        expected: "42",
        seen: seen.slice(0, 10),
        evidence: ["answer"],
      });
    },
  };
}
const IDS = { "a/control": "control", "a/positive": "positive", "a/negative": "negative" } as const;
export const answerJudges = new Map(Object.entries(IDS).map(([id, kind]) => [id, judge(kind, id)]));

type Answers = Partial<Record<keyof typeof IDS, string>>;

/** A right answer that is too long to stand in an event. */
export const LONG_ANSWER = "42".padEnd(6000, "x");

export function answerChecks(answers: Answers = {}): TestCheck[] {
  return Object.entries(IDS).map(([id, kind]) => ({
    id,
    kind,
    observations: [{ name: "answer", data: answers[id as keyof typeof IDS] ?? "42" }],
    judge: (facts, expect) => judge(kind, id).judge(facts, expect),
  }));
}

/** A record of a requirement `a`, whose three checks pass with the answer 42. */
export function answerRecord(dir: string, answers: Answers = {}, more: Partial<TestRun> = {}): string {
  return testRecord(dir, { checks: answerChecks(answers), version: VERSION, ...more });
}

export function verifyAnswers(dir: string, version = VERSION): Verification {
  return verify(dir, { judges: answerJudges, version });
}
