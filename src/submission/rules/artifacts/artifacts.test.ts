import { expect, test } from "vitest";
import { findings, lines, submitted } from "../testing.js";
import { artifacts } from "./index.js";

const PACKAGE = "github.com/kubernetes-sigs/ai-conformance/test";

interface Run {
  id?: string;
  status?: string;
  evidence?: string[];
  files: Record<string, string>;
  directory?: string;
}

function said(rule: string, { id = "gang_scheduling", status = "Implemented", files, ...more }: Run): string[] {
  const { evidence = Object.keys(files), directory = "v1.37/acme" } = more;
  const list = evidence.map((entry) => `        - ${JSON.stringify(entry)}\n`).join("");
  const text = `spec:\n  all:\n    - id: ${id}\n      status: ${status}\n      evidence:\n${list}`;
  const found = artifacts.find((one) => one.id === rule);
  if (!found) throw new Error(`no rule ${rule}`);
  return lines(findings(found, submitted(text, { directory, files })));
}

/** A report with tests as `Name`, `Name!fail`, `Name!skip`, each with its seconds. */
function junit(tests: Record<string, number>, suite = PACKAGE): string {
  const cases = Object.entries(tests).map(([test, seconds]) => {
    const [name, how] = test.split("!");
    const inner = how === "fail" ? "<failure/>" : how === "skip" ? "<skipped/>" : "";
    return `<testcase classname="${suite}" name="${name}" time="${seconds}">${inner}</testcase>`;
  });
  return `<testsuites><testsuite timestamp="2026-10-01T00:00:00Z">${cases.join("")}</testsuite></testsuites>`;
}

const WHOLE = {
  TestGangScheduling: 42.7,
  "TestGangScheduling/PositiveGangScheduling": 12.5,
  "TestGangScheduling/NegativeGangScheduling": 30.2,
};

test("a whole run of the programme's test raises nothing but what it does not say of itself", () => {
  const files = { "junit.xml": junit(WHOLE) };
  for (const { id } of artifacts) if (id !== "ART-006") expect(said(id, { files }), id).toEqual([]);
});

test("ART-001: what cannot be read is named with its line", () => {
  expect(said("ART-001", { files: { "junit.xml": "<testsuites>\n<a>\n</testsuites>" } })).toEqual([
    "3:1 junit.xml: it cannot be read as JUnit's XML: </testsuites> closes nothing",
  ]);
});

test("ART-002: the mapped test must be there and pass, and a fragment cannot name another in its place", () => {
  expect(said("ART-002", { files: { "junit.xml": junit({ TestOther: 3 }) } })).toEqual([
    "6:11 none of the results given for gang_scheduling has TestGangScheduling",
  ]);
  expect(said("ART-002", { files: { "junit.xml": junit({ "TestGangScheduling!fail": 3 }) } })).toEqual([
    "6:11 TestGangScheduling failed in junit.xml, and gang_scheduling is claimed",
  ]);
  const files = { "junit.xml": junit({ ...WHOLE, TestOther: 3 }) };
  expect(said("ART-002", { files, evidence: ["file://junit.xml#TestOther"] })).toEqual([
    "6:11 TestOther does not stand for gang_scheduling",
  ]);
  expect(said("ART-002", { files, evidence: ["file://junit.xml#TestGangScheduling/NegativeGangScheduling"] })).toEqual(
    [],
  );
});

test("ART-002: before 1.37 nobody had to run the suite", () => {
  const files = { "junit.xml": junit({ TestOther: 3 }) };
  expect(said("ART-002", { files, directory: "v1.36/acme" })).toEqual([]);
});

test("ART-003: a skipped test proves nothing for what is claimed, and is right for N/A", () => {
  const files = { "junit.xml": junit({ "TestGangScheduling!skip": 0 }) };
  expect(said("ART-003", { files })).toEqual([
    "6:11 TestGangScheduling was skipped in junit.xml, and gang_scheduling is claimed",
  ]);
  expect(said("ART-003", { files, status: "N/A" })).toEqual([]);
});

test("ART-004: half a test is none", () => {
  const { "TestGangScheduling/NegativeGangScheduling": _, ...half } = WHOLE;
  expect(said("ART-004", { files: { "junit.xml": junit(half) } })).toEqual([
    "6:11 junit.xml has TestGangScheduling without a passed NegativeGangScheduling",
  ]);
});

test("ART-005: three accounts of one run agree on tests, outcomes and times", () => {
  const log = (outcome: string, seconds: number): string =>
    `=== RUN   TestA\n--- ${outcome}: TestA (${seconds.toFixed(2)}s)\n`;
  const files = (text: string): Record<string, string> => ({ "junit.xml": junit({ TestA: 10 }), "e2e.log": text });
  expect(said("ART-005", { files: files(log("PASS", 10.9)) })).toEqual([]);
  expect(said("ART-005", { files: files(log("FAIL", 10)) })).toEqual([
    "1:1 junit.xml and e2e.log differ: TestA is a pass and a fail",
  ]);
  expect(said("ART-005", { files: files(log("PASS", 12)) })).toEqual([
    "1:1 junit.xml and e2e.log differ: TestA took 10 s and 12 s",
  ]);
  expect(said("ART-005", { files: files(`${log("PASS", 10)}--- PASS: TestB (1.00s)\n`) })).toEqual([
    "1:1 junit.xml and e2e.log differ: TestB is not in junit.xml",
  ]);
});

test("ART-006: results that do not say where they come from", () => {
  expect(said("ART-006", { files: { "junit.xml": junit(WHOLE) } })).toEqual([
    "1:1 junit.xml: no server version, no suite version, no flags",
  ]);
});

test("ART-007: the suite's names in another package", () => {
  expect(said("ART-007", { files: { "junit.xml": junit(WHOLE, "acme.io/mine") } })).toEqual([
    "1:1 junit.xml has TestGangScheduling of acme.io/mine, not of the programme's suite",
  ]);
  expect(said("ART-007", { files: { "junit.xml": junit({ TestMine: 1 }, "acme.io/mine") } })).toEqual([]);
});

test("ART-007: results in karat's name without karat's record", () => {
  const files = { "junit.xml": junit(WHOLE, "karat.gang_scheduling") };
  const alone = ["1:1 junit.xml says that karat made it, and no packed record of karat's is in the folder"];
  expect(said("ART-007", { files })).toEqual(alone);
  expect(said("ART-007", { files, directory: "v1.36/acme" })).toEqual(alone);
  expect(said("ART-007", { files: { ...files, "karat/record.txt": "packed" }, evidence: ["junit.xml"] })).toEqual([]);
});

test("ART-008: no test, a test that took no time, and unit tests beside the others", () => {
  expect(said("ART-008", { files: { "junit.xml": junit({}) } })).toEqual(["1:1 junit.xml has no test that ran"]);
  expect(said("ART-008", { files: { "junit.xml": junit({ ...WHOLE, TestGangScheduling: 0 }) } })).toEqual([
    "1:1 junit.xml: TestGangScheduling passed in 0 s, without a cluster",
  ]);
  expect(said("ART-008", { files: { "junit.xml": junit({ ...WHOLE, TestParse: 0 }) } })).toEqual([
    "1:1 junit.xml: 1 of 4 tests need no cluster and prove nothing",
  ]);
});
