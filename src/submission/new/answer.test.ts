import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LEVELS } from "../../record/checklist.js";
import type { RequirementState, RunState } from "../../record/fold.js";
import { RecordReader } from "../../record/reader.js";
import { VERDICTS, type Verdict } from "../../record/verdict.js";
import { CONDITIONS } from "../rules/spec/conditions.js";
import { STATUSES } from "../rules/statuses.js";
import { answer, isRefusal, isShown, type Answer, type Question } from "./answer.js";
import { testRun } from "./testing.js";

let base: string;
let runs: Map<Verdict, RunState>;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "karat-answer-"));
  runs = new Map(
    VERDICTS.map((verdict) => {
      const dir = testRun(join(base, verdict.replace("/", "")), { gpu_sharing: verdict });
      return [verdict, new RecordReader(dir).state()];
    }),
  );
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** What a run that came to this verdict has of a requirement with this id. */
function provenBy(verdict: Verdict | undefined, id: string): { run: RunState; proven?: RequirementState } {
  const run = runs.get(verdict ?? "inconclusive");
  const proven = run?.requirements.find((one) => one.id === "gpu_sharing");
  if (!run || proven?.verdict !== (verdict ?? "inconclusive")) throw new Error("the test run came out otherwise");
  return { run, ...(verdict === undefined ? {} : { proven: { ...proven, id } }) };
}
const ask = (verdict: Verdict | undefined, { item, addition }: Pick<Question, "item" | "addition">) => {
  const { run, proven } = provenBy(verdict, item.id);
  return answer(run, { item, proven, addition });
};
const SHOULD = { id: "gpu_sharing", level: "SHOULD" } as const;
const MUST = { id: "gang_scheduling", level: "MUST" } as const;
const CONDITIONAL = { id: "cluster_autoscaling", level: "MUST" } as const;
const claim = { status: "Implemented", evidence: ["https://docs.example/x"], notes: "It is so." } as const;

const anything = fc.record({
  verdict: fc.option(fc.constantFrom(...VERDICTS), { nil: undefined }),
  id: fc.constantFrom("gpu_sharing", "gang_scheduling", ...CONDITIONS.map(({ id }) => id)),
  level: fc.constantFrom(...LEVELS),
  addition: fc.option(
    fc.record({
      status: fc.option(fc.constantFrom(...STATUSES), { nil: undefined }),
      evidence: fc.array(fc.webUrl(), { maxLength: 2 }),
      notes: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    }),
    { nil: undefined },
  ),
});

describe("whatever the verdict and whatever the vendor says", () => {
  const always = (holds: (given: Answer, asked: { verdict: Verdict | undefined; level: string }) => boolean) =>
    fc.assert(
      fc.property(anything, ({ verdict, id, level, addition }) => {
        const given = ask(verdict, { item: { id, level }, addition });
        return isRefusal(given) || holds(given, { verdict, level });
      }),
      { numRuns: 2_000 },
    );

  test("karat calls nothing Implemented that did not pass", () => {
    always(({ by, status }, { verdict }) => by !== "karat" || status !== "Implemented" || verdict === "pass");
  });

  test("karat calls nothing N/A without the record's proof", () => {
    always(({ by, status }, { verdict }) => by !== "karat" || status !== "N/A" || verdict === "n/a");
  });

  test("a MUST is Implemented by a pass, or N/A by a proof where the checklist has that case, and a person looks", () => {
    always(({ status, by, id, human }, { verdict, level }) => {
      if (level !== "MUST") return true;
      if (status === "Implemented") return by === "karat" && verdict === "pass";
      return status === "N/A" && verdict === "n/a" && human !== undefined && CONDITIONS.some((one) => one.id === id);
    });
  });

  test("what was seen to fail is Not Implemented", () => {
    always(({ status }, { verdict }) => verdict !== "fail" || status === "Not Implemented");
  });

  test("a vendor's claim says that it is one", () => {
    always(
      ({ by, notes, id }) => by !== "vendor" || notes.startsWith(`The vendor's own claim about ${id}, not proven`),
    );
  });

  test("only what the run showed is evidence of the run", () => {
    always((given, { verdict }) => !isShown(given) || verdict === "pass" || verdict === "n/a");
  });
});

describe("an answer", () => {
  test("to what passed names the test, the run and the tool", () => {
    expect(ask("pass", { item: MUST, addition: undefined })).toMatchObject({
      status: "Implemented",
      by: "karat",
      notes:
        "Proven (TestGangScheduling of karat 0.0.0-test, run test on Kubernetes v1.37.2): all 2 checks held (1 control, 1 positive).",
    });
  });

  test("to what does not apply quotes the proof, and takes the vendor's reason", () => {
    const given = ask("n/a", { item: CONDITIONAL, addition: { evidence: [], notes: "Nodes\nare fixed." } });
    expect(given).toMatchObject({ status: "N/A", human: expect.stringContaining("a person must judge") as string });
    expect((given as Answer).notes).toMatch(/the test says n\/a\. The vendor says: Nodes are fixed\.$/);
  });

  test("to what nobody proved nor claims is Not Implemented, with the reason and without evidence", () => {
    const given = ask(undefined, { item: SHOULD, addition: { evidence: ["https://a.example"] } });
    expect(given).toMatchObject({ status: "Not Implemented", by: "nobody", links: [] });
    expect((given as Answer).notes).toContain("the run had no check of it");
  });

  test("of the vendor stands where karat has none", () => {
    const given = ask("inconclusive", { item: SHOULD, addition: claim });
    expect(given).toMatchObject({ status: "Implemented", by: "vendor", links: claim.evidence });
  });

  test.each([
    ["fail", MUST, undefined, /^fail: gpu_sharing\/feature/],
    ["inconclusive", MUST, claim, /^inconclusive: /],
    ["skip", MUST, claim, /^skip: /],
    [undefined, MUST, claim, /^inconclusive: the run had no check of it/],
    ["n/a", MUST, undefined, /the checklist has no such case/],
    ["n/a", CONDITIONAL, claim, /says Implemented, and the run proves that it does not apply/],
    ["fail", SHOULD, claim, /says Implemented, and the run saw it fail/],
    ["skip", SHOULD, { status: "Implemented", evidence: [] }, /Implemented without evidence/],
    [undefined, SHOULD, { status: "N/A", evidence: [] }, /N\/A without notes/],
  ] as const)("to %s of %o with %o is refused", (verdict, item, addition, why) => {
    expect((ask(verdict, { item, addition }) as { why: string }).why).toMatch(why);
  });
});
