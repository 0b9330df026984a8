import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunState } from "../record/fold.js";
import type { Verdict } from "../record/verdict.js";
import { statementSchema } from "./statement.js";
import { attestable, statementsOf } from "./statements.js";
import { testResultOf } from "./test-result.js";
import { ATTESTER, CHALLENGE_GIVEN, sampleRecord, stateOf } from "./testing.js";

let root: string;
let dir: string;
let state: RunState;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "karat-statements-"));
  dir = sampleRecord(join(root, "run"), { challenge: CHALLENGE_GIVEN });
  state = stateOf(dir);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const statements = () => statementsOf(attestable(dir, state), ATTESTER);
const digestOf = (file: string) =>
  createHash("sha256")
    .update(readFileSync(join(dir, file)))
    .digest("hex");

describe("both statements", () => {
  test("are about the events, the record's root, and each report, by digests that anybody can compute", () => {
    const lastLine = readFileSync(join(dir, "events.ndjson"), "utf8").trimEnd().split("\n").at(-1)!;
    const root = createHash("sha256")
      .update(lastLine.slice(0, lastLine.lastIndexOf(',"hash"')))
      .digest("hex");
    for (const { _type, subject } of statements()) {
      expect(_type).toBe("https://in-toto.io/Statement/v1");
      expect(subject.map(({ name, digest }) => [name, digest.sha256])).toEqual([
        ["events.ndjson", digestOf("events.ndjson")],
        ["record", root],
        ["report.html", digestOf("report.html")],
        ["junit.xml", digestOf("junit.xml")],
      ]);
    }
  });

  test("are what their schemas say, and nothing of them is lost by these", () => {
    for (const statement of statements()) {
      expect(statementSchema.parse(JSON.parse(JSON.stringify(statement)))).toEqual(statement);
    }
  });
});

test("karat's own says what was run, on what, held against what, and what came of it", () => {
  expect(statements()[1].predicate).toMatchObject({
    record: { root: state.rootHash, events: state.lastSeq },
    run: "test",
    challenge: CHALLENGE_GIVEN,
    tool: { name: "karat", version: "1.0.0" },
    cluster: state.cluster,
    checklist: { minor: "1.36" },
    verdict: "inconclusive",
    requirements: expect.arrayContaining([
      { id: "gang_scheduling", level: "MUST", verdict: "pass" },
      { id: "ai_inference", level: "MUST", verdict: "inconclusive" },
    ]),
    attested: ATTESTER,
  });
});

describe("in-toto's test result", () => {
  const of = (verdicts: Record<string, [level: "MUST" | "SHOULD", verdict: Verdict]>, change: Partial<RunState> = {}) =>
    testResultOf({
      ...state,
      ...change,
      requirements: Object.entries(verdicts).map(([id, [level, verdict]]) => ({
        id,
        level,
        verdict,
        reason: "",
        checks: [],
      })),
    });

  test("is PASSED when every MUST passed and no SHOULD failed", () => {
    expect(of({ a: ["MUST", "pass"], b: ["SHOULD", "pass"], c: ["MUST", "n/a"], d: ["SHOULD", "skip"] })).toMatchObject(
      {
        result: "PASSED",
        passedTests: ["a", "b"],
        warnedTests: [],
        failedTests: [],
      },
    );
  });

  test("is WARNED for a SHOULD only", () => {
    expect(of({ a: ["MUST", "pass"], b: ["SHOULD", "fail"], c: ["SHOULD", "inconclusive"] })).toMatchObject({
      result: "WARNED",
      warnedTests: ["b", "c"],
    });
  });

  test.each<Verdict>(["fail", "inconclusive"])("is FAILED for a MUST that is %s", (verdict) => {
    expect(of({ a: ["MUST", "pass"], b: ["MUST", verdict] })).toMatchObject({ result: "FAILED", failedTests: ["b"] });
  });

  test("is FAILED where a MUST was skipped, nothing passed, or the run did not finish", () => {
    expect(of({ a: ["MUST", "pass"], b: ["MUST", "skip"] })).toMatchObject({ result: "FAILED", failedTests: [] });
    expect(of({ a: ["MUST", "n/a"] }).result).toBe("FAILED");
    expect(of({ a: ["MUST", "pass"] }, { finished: false }).result).toBe("FAILED");
  });
});
