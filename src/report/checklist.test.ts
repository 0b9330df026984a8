import { XMLParser } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import type { Checklist } from "../record/checklist.js";
import { knownChecklist } from "../spec/levels.js";
import { PINS } from "../spec/pins.js";
import { checklistInWords, tested } from "./checklist.js";
import { ctrf } from "./ctrf.js";
import { e2eLog } from "./gotest.js";
import { page } from "./html/page.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { resultsJson, resultsSchema } from "./results.js";
import { summary } from "./terminal/summary.js";
import { sampleSource } from "./testing.js";
import { sampleRun } from "./testing-run.js";

const WORDING = "A test's own words, with <b>markup</b> and an \u001bescape.";
const own: Checklist = {
  minor: "1.36",
  sha256: "ab".repeat(32),
  requirements: [
    { id: "gang_scheduling", level: "SHOULD", wording: WORDING },
    { id: "dra_support", level: "MUST", wording: WORDING },
    { id: "robust_controller", level: "MUST", wording: WORDING },
    { id: "gpu_sharing", level: "SHOULD", wording: WORDING },
  ],
};
const source = sampleSource({ ...sampleRun(), checklist: own });
const text = (columns: number) =>
  summary(source.state, "dir", { live: false, colour: false, columns, rows: 50 }, []).join("\n");

test("the state has the checklist's requirements in its order, then any other", () => {
  expect(source.state.requirements.map(({ id, level }) => [id, level])).toEqual([
    ["gang_scheduling", "SHOULD"],
    ["dra_support", "MUST"],
    ["robust_controller", "MUST"],
    ["gpu_sharing", "SHOULD"],
    ["secure_accelerator_access", undefined],
  ]);
  expect(source.state.requirements[2]).toMatchObject({
    verdict: "inconclusive",
    reason: "not proven: the run had no check of it",
    checks: [],
  });
});

test("a MUST without a check is a test that came to nothing, a SHOULD without one is none", () => {
  const ids = ["gang_scheduling", "dra_support", "robust_controller", "secure_accelerator_access"];
  expect(tested(source.state).map(({ id }) => id)).toEqual(ids);
  const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(junit(source));
  const suites = testsuites.testsuite as { name: string; errors: string }[];
  expect(suites.map(({ name }) => name)).toEqual(ids);
  expect(suites[2]?.errors).toBe("1");
  const { tests } = JSON.parse(ctrf(source)).results;
  expect(tests.find(({ name }: { name: string }) => name === "TestRobustCRDControllerOperation")).toMatchObject({
    status: "other",
  });
  expect(e2eLog(source)).toMatch(/^--- FAIL: TestRobustCRDControllerOperation /m);
  expect(e2eLog(source)).not.toContain("TestGpuSharing");
});

describe("level and wording are shown", () => {
  test("to programs", () => {
    const results = resultsSchema.parse(JSON.parse(resultsJson(source)));
    expect(results.checklist).toEqual({ minor: "1.36", sha256: own.sha256, official: false });
    expect(results.requirements[0]).toMatchObject({ id: "gang_scheduling", level: "SHOULD", wording: WORDING });
    expect(results.verdict).toBe("inconclusive");
    expect(results.headline).toBe("1 of 2 MUSTs of checklist 1.36 passes, 1 inconclusive");
  });

  test("in the page and the summary, as text and nothing else", () => {
    const html = page(source);
    expect(html).toContain("A test&#39;s own words, with &lt;b&gt;markup&lt;/b&gt; and an ␛escape.");
    expect(html.match(/<span class="level">MUST<\/span>/g)).toHaveLength(4);
    expect(markdown(source)).toMatch(/^\| DRA support \| MUST \| ✅ pass \|/m);
    expect(markdown(source)).toContain("> A test's own words, with &lt;b&gt;markup");
  });

  test.each([40, 60, 100])("on a terminal of %i columns", (columns) => {
    const shown = text(columns);
    expect(shown).toMatch(columns < 60 ? /DRA support pass/ : /DRA support MUST pass/);
    expect(shown).toMatch(/\? Not proven no checks\n {3}MUST {4}Robust controller\n {3}SHOULD {2}GPU sharing\n/);
    expect(shown).toContain("Held against checklist 1.36");
  });
});

test.each<[string, Checklist, RegExp]>([
  [
    "as karat knows it",
    knownChecklist("1.36"),
    /^checklist 1\.36, 14 requirements: ids and levels as karat knows them/,
  ],
  ["the programme's own", { ...knownChecklist("1.36"), sha256: PINS["1.36"].sha256 }, /: the programme's own file$/],
  ["another file", { ...knownChecklist("1.36"), sha256: "0".repeat(64) }, /not the programme's own file, with the pro/],
  ["an altered one", own, /: not the programme's own file, 1\d ids or levels differ \(sha256 abab/],
])("says of a checklist that it is %s", (_, checklist, words) => expect(checklistInWords(checklist)).toMatch(words));
