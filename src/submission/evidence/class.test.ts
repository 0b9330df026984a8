import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Verification } from "../../attest/verification.js";
import { verify, type VerifyOptions } from "../../attest/verify.js";
import { CHECKLIST_FILE, judgeSeen, testRun } from "../new/testing.js";
import { packedRecord, recordFiles, withUnpacked } from "../packed-record.js";
import { submitted } from "../rules/testing.js";
import type { Submission } from "../submission.js";
import { proofTable } from "./table.js";

let base: string;
beforeEach(() => (base = mkdtempSync(join(tmpdir(), "karat-class-"))));
afterEach(() => rmSync(base, { recursive: true, force: true }));

const IDS = ["gang_scheduling", "cluster_autoscaling"];
const judge = (kind: "control" | "positive", proves: string) => ({ kind, proves, judge: judgeSeen });
const OPTIONS: VerifyOptions = {
  version: "0.0.0-test",
  judges: new Map(
    IDS.flatMap((id) => [
      [`${id}/control`, judge("control", `what ${id}/control proves`)] as const,
      [`${id}/feature`, judge("positive", `what ${id}/feature proves`)] as const,
    ]),
  ),
};

/** The test checklist's two MUSTs, claimed, with the files of a run. */
function withFiles(files: Record<string, string>, directory = "v1.37/acme"): Submission {
  const filled = CHECKLIST_FILE.replaceAll(
    'status: ""\n      evidence: []\n      notes: ""\n    - id: cl',
    "status: Implemented\n      evidence: []\n    - id: cl",
  ).replace(/status: ""\n {6}evidence: \[\]\n {6}notes: ""$/, "status: Implemented\n      evidence: [a.md]");
  return submitted(filled, { directory, files });
}

async function recorded(verdict: "pass" | "fail"): Promise<Record<string, string>> {
  const run = testRun(join(base, "run"), { gang_scheduling: "pass", cluster_autoscaling: verdict });
  const packed = await recordFiles(run);
  return Object.fromEntries([...packed].map(([path, bytes]) => [path, Buffer.from(bytes).toString("latin1")]));
}

function verified({ files }: Submission, options = OPTIONS): Promise<Verification> {
  return withUnpacked(packedRecord(files) ?? Buffer.alloc(0), (dir) => verify(dir, options));
}

function classes(submission: Submission, record?: Verification) {
  const rows = proofTable(submission, record).requirements.filter((row) => row.class !== undefined);
  return Object.fromEntries(rows.map((row) => [row.id, row.class]));
}

test("what a record proves when it is judged again is machine-verified, and nothing that it does not", async () => {
  const submission = withFiles({ "a.md": "what we saw", ...(await recorded("fail")) });
  const record = await verified(submission);
  expect(record?.outcome).toBe("same");
  expect(classes(submission, record)).toEqual({
    gang_scheduling: "machine-verified",
    cluster_autoscaling: "script and log",
  });
  expect(proofTable(submission, record)).toMatchObject({
    claimed: 2,
    counts: { "machine-verified": 1, "script and log": 1, nothing: 0 },
  });
});

test("a record that does not verify, or is of another minor, proves nothing", async () => {
  const files = { "a.md": "x", ...(await recorded("pass")) };
  const submission = withFiles(files);
  const other = { ...OPTIONS, judges: new Map([...OPTIONS.judges].map(([id, one]) => [id, { ...one, judge: never }])) };
  expect(Object.values(classes(submission, await verified(submission, other)))).not.toContain("machine-verified");
  const good = await verified(submission);
  expect(good && Object.values(classes(submission, good))).toEqual(["machine-verified", "machine-verified"]);
  const altered = good && { ...good, outcome: "different" as const };
  expect(Object.values(classes(submission, altered))).not.toContain("machine-verified");
  const older = withFiles(files, "v1.36/acme");
  const table = proofTable(older, await verified(older));
  expect(table.requirements.flatMap(({ why }) => why ?? [])).toEqual([
    "no evidence is given; the record beside it is of Kubernetes v1.37.2",
    "a.md; the record beside it is of Kubernetes v1.37.2",
  ]);
});

function never(): void {
  throw new Error("this judge never comes to a verdict");
}

test.each([
  [["junit.xml", "https://a.io/x"], "hybrid artifact"],
  [["failed.xml"], "script and log"],
  [["ginkgo.xml"], "script and log"],
  [["a.md", "https://a.io/x"], "script and log"],
  [["https://github.com/a/a-ai-conformance/blob/main/gang_scheduling.log"], "script and log"],
  [["https://docs.a.io/gangs"], "vendor page only"],
  [
    ["https://github.com/kubernetes/kubernetes/blob/v1.37.0/test/conformance/testdata/conformance.yaml"],
    "vendor page only",
  ],
  [["see elsewhere", "missing.md"], "nothing"],
  [[], "nothing"],
])("%j is %s", (entries, expected) => {
  const result = (inner: string): string =>
    `<testsuites><testsuite><testcase name="TestGangScheduling" time="9">${inner}</testcase></testsuite></testsuites>`;
  const files = {
    "junit.xml": result(""),
    "failed.xml": result("<failure/>"),
    "ginkgo.xml": '<testsuites><testsuite><testcase name="[It] gangs" status="passed"/></testsuite></testsuites>',
    "a.md": "what we saw",
  };
  const text = `spec:\n  x:\n    - id: gang_scheduling\n      status: Implemented\n      evidence: ${JSON.stringify(entries)}\n`;
  expect(classes(submitted(text, { directory: "v1.37/acme", files }))).toEqual({ gang_scheduling: expected });
});

test("results in karat's name are a hybrid artifact beside a record only", () => {
  const junit =
    '<testsuites><testsuite><testcase classname="karat.x" name="TestGangScheduling" time="9"/></testsuite></testsuites>';
  const text = "spec:\n  x:\n    - id: gang_scheduling\n      status: Implemented\n      evidence: [junit.xml]\n";
  const alone = submitted(text, { directory: "v1.37/acme", files: { "junit.xml": junit } });
  expect(proofTable(alone).requirements).toMatchObject([
    { class: "script and log", why: "results of karat's that no record bears out" },
  ]);
  const files = { "junit.xml": junit, "karat/record.txt": "packed" };
  expect(classes(submitted(text, { directory: "v1.37/acme", files }))).toEqual({ gang_scheduling: "hybrid artifact" });
});

test("what is not claimed needs no proof and is not counted", () => {
  const text = "spec:\n  x:\n    - id: gang_scheduling\n      status: N/A\n      evidence: [https://docs.a.io/x]\n";
  expect(proofTable(submitted(text))).toMatchObject({ claimed: 0, requirements: [{ status: "N/A" }] });
});
