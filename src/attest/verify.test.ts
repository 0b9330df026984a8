import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testRecord, type TestCheck } from "../record/testing.js";
import { sealReports } from "../report/files.js";
import { reseal, unsealed, VERSION, type Unsealed } from "./testing.js";
import { answerChecks, answerJudges, answerRecord, LONG_ANSWER, verifyAnswers } from "./testing-answers.js";
import type { Problem } from "./verification.js";
import { verify } from "./verify.js";

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-verify-"));
  dir = join(root, "run");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const codes = (problems: readonly Problem[]) => problems.map(({ code }) => code);

const forge = (change: (events: Unsealed[]) => Unsealed[]) => reseal(dir, change(unsealed(dir)));
const forgeJudgement = (change: (event: Extract<Unsealed, { type: "check.judged" }>) => void) =>
  forge((events) => {
    for (const event of events) if (event.type === "check.judged" && event.check === "a/negative") change(event);
    return events;
  });

describe("same", () => {
  test("when a record is whole and comes out again, with blobs and derived files", () => {
    answerRecord(dir, { "a/positive": LONG_ANSWER });
    sealReports(dir, { name: "karat", version: VERSION }, ["html"]);
    const found = verifyAnswers(dir);
    expect(found).toMatchObject({ outcome: "same", problems: [], doubts: [], notes: [], record: { blobs: 1 } });
    expect(found.requirements).toMatchObject([{ id: "a", recorded: "pass", again: "pass" }]);
  });

  test("also when the verdict is fail: what counts is that it comes out again", () => {
    answerRecord(dir, { "a/negative": "41" });
    expect(verifyAnswers(dir)).toMatchObject({ outcome: "same", requirements: [{ recorded: "fail", again: "fail" }] });
  });

  test("when a check was interrupted, or was not planned to run", () => {
    const [control, positive] = answerChecks();
    const skipped: TestCheck = { id: "a/negative", kind: "negative", planned: { verdict: "skip", reason: "--skip" } };
    testRecord(dir, {
      checks: [control!, { ...positive!, interruption: { kind: "deadline", message: "60 s" } }, skipped],
      version: VERSION,
    });
    expect(verifyAnswers(dir)).toMatchObject({ outcome: "same", requirements: [{ recorded: "inconclusive" }] });
  });
});

describe("different", () => {
  test("a cluster of another version than its API server said", () => {
    const cluster = { version: "v1.36.0", uidHash: "0".repeat(64), platform: "linux/amd64" };
    const told = (gitVersion: string) => [{ name: "version", data: { gitVersion, platform: "linux/amd64" } }];
    answerRecord(dir, {}, { cluster, preflight: told("v1.36.0") });
    expect(verifyAnswers(dir).outcome).toBe("same");
    rmSync(dir, { recursive: true });
    answerRecord(dir, {}, { cluster, preflight: told("v1.37.2") });
    expect(verifyAnswers(dir).problems).toMatchObject([
      { code: "flaw", what: expect.stringContaining("v1.37.2") as string },
    ]);
  });

  test("a forged pass: names the check, both verdicts, and the expectation", () => {
    answerRecord(dir, { "a/negative": "41" });
    forgeJudgement(({ judgement }) => {
      judgement.verdict = "pass";
      for (const expectation of judgement.expectations) expectation.held = true;
    });
    forge((events) =>
      events.map((event) =>
        event.type === "run.finished" ? { ...event, requirements: { a: "pass" as const } } : event,
      ),
    );
    const { outcome, problems, requirements } = verifyAnswers(dir);
    expect(outcome).toBe("different");
    expect(problems[0]).toMatchObject({ code: "verdict", check: "a/negative" });
    expect(problems[0]?.what).toBe(
      'a/negative: recorded pass, judged again fail (expectation "the answer is 42": recorded as held (saw 41), judged again not held (saw 41))',
    );
    expect(problems[1]?.what).toContain("a: recorded pass, judged again fail");
    expect(requirements).toMatchObject([{ recorded: "pass", again: "fail" }]);
  });

  test("forged words in a judgement by this very version; a note when another version wrote it", () => {
    answerRecord(dir);
    forgeJudgement(({ judgement }) => (judgement.expectations[0]!.seen = "43, honestly"));
    expect(verifyAnswers(dir)).toMatchObject({
      outcome: "different",
      problems: [{ code: "judgement", check: "a/negative" }],
    });
    expect(verifyAnswers(dir, "2.0.0")).toMatchObject({ outcome: "same", problems: [] });
    expect(verifyAnswers(dir, "2.0.0").notes[0]).toContain("43, honestly");
  });

  test("a check left out of the plan by the same version; in doubt when another version wrote it", () => {
    testRecord(dir, { checks: answerChecks().slice(0, 2), version: VERSION });
    expect(verifyAnswers(dir)).toMatchObject({
      outcome: "different",
      problems: [{ code: "plan", check: "a/negative" }],
    });
    expect(verifyAnswers(dir, "2.0.0")).toMatchObject({ outcome: "undecided", doubts: [{ code: "unplanned-check" }] });
  });

  test("a negative check that is planned as a control", () => {
    const [control, positive, negative] = answerChecks();
    testRecord(dir, { checks: [control!, positive!, { ...negative!, kind: "control" }], version: VERSION });
    expect(codes(verifyAnswers(dir).problems)).toEqual(["plan"]);
  });

  test("a check that is planned for a requirement it does not belong to", () => {
    answerRecord(dir);
    forge((events) =>
      events.map((event) =>
        event.type === "plan"
          ? { ...event, checks: event.checks.map((check) => ({ ...check, requirement: "b" })) }
          : event,
      ),
    );
    expect(codes(verifyAnswers(dir, "2.0.0").problems)).toContain("plan");
  });

  test("a pass judged over an interruption", () => {
    answerRecord(dir);
    forge((events) =>
      events.map((event) =>
        event.type === "check.ended" && event.check === "a/positive"
          ? { ...event, interruption: { kind: "crash", message: "x" } }
          : event,
      ),
    );
    expect(codes(verifyAnswers(dir).problems)).toEqual(["verdict", "verdict"]);
  });

  test("a verdict for a requirement that has no check, and none for one that has", () => {
    answerRecord(dir);
    forge((events) =>
      events.map((event) =>
        event.type === "run.finished" ? { ...event, requirements: { z: "pass" as const } } : event,
      ),
    );
    expect(verifyAnswers(dir).problems.map(({ what }) => what)).toEqual([
      "z: the record ends with pass for it, and has no check of it",
      "a: the record ends without a verdict for it; judged again: pass",
    ]);
  });
});

describe("undecided", () => {
  test("a run that did not finish", () => {
    answerRecord(dir, {}, { finished: false });
    expect(verifyAnswers(dir)).toMatchObject({ outcome: "undecided", problems: [], doubts: [{ code: "unfinished" }] });
  });

  test("a check that this version does not know; the others are judged all the same", () => {
    testRecord(dir, { checks: [...answerChecks(), { id: "z/new", kind: "control" }], version: VERSION });
    const found = verifyAnswers(dir);
    expect(found).toMatchObject({ outcome: "undecided", doubts: [{ code: "unknown-check", check: "z/new" }] });
    expect(found.requirements[0]).toMatchObject({ again: "pass" });
    expect(found.requirements[1]?.checks[0]).not.toHaveProperty("again");
  });

  test("a check that ended and was never judged is judged now, but decides nothing", () => {
    const [control, positive, negative] = answerChecks();
    testRecord(dir, { checks: [control!, positive!, { ...negative!, stopsAfter: "ended" }], version: VERSION });
    const found = verifyAnswers(dir);
    expect(found).toMatchObject({ outcome: "undecided", doubts: [{ code: "not-judged", check: "a/negative" }] });
    expect(found.doubts[0]?.what).toContain("judged now: pass");
    expect(found.requirements[0]?.again).toBe("inconclusive");
  });
});

test("a judge that throws is inconclusive, not a crash", () => {
  answerRecord(dir);
  const throwing = new Map(answerJudges).set("a/positive", {
    ...answerJudges.get("a/positive")!,
    judge: () => {
      throw new TypeError("x is not a function");
    },
  });
  const found = verify(dir, { judges: throwing, version: VERSION });
  expect(found.problems[0]?.what).toContain("recorded pass, judged again inconclusive");
});
