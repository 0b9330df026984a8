import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { attestable, statementsOf } from "../attest/statements.js";
import { ATTESTER } from "../attest/testing.js";
import type { Judge } from "../attest/verification.js";
import { RecordError } from "../record/error.js";
import { RecordReader } from "../record/reader.js";
import type { Verdict } from "../record/verdict.js";
import { readSource } from "../report/source.js";
import { assemble } from "./new/assemble.js";
import { parseProduct } from "./new/product.js";
import { CHECKLIST_FILE, judgeSeen, PRODUCT_FILE, TEST_CHECKLIST, testRun } from "./new/testing.js";
import { recordFiles } from "./packed-record.js";
import type { Submission } from "./submission.js";
import { submitted } from "./rules/testing.js";
import { judgeHeldRecord, type HeldRecord } from "./held-record.js";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-held-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const IDS = TEST_CHECKLIST.requirements.map(({ id }) => id);
const judges = new Map(
  IDS.flatMap((id): [string, Judge][] =>
    (["control", "feature"] as const).map((name) => {
      const [kind, proves] = [name === "control" ? name : "positive", `what ${id}/${name} proves`] as const;
      return [`${id}/${name}`, { kind, proves, judge: judgeSeen }];
    }),
  ),
);
const options = { judges, version: "0.0.0-test" };

/** A written submission's files as texts, after a change. */
async function handedIn(
  change: (files: Record<string, string>, run: string) => void = () => {},
  verdicts: Record<string, Verdict> = {},
): Promise<Submission> {
  const all = Object.fromEntries(IDS.map((id): [string, Verdict] => [id, verdicts[id] ?? "pass"]));
  const run = testRun(join(mkdtempSync(join(base, "a-")), "run"), all);
  const product = parseProduct(PRODUCT_FILE, "p.yaml");
  const parts = { source: readSource(run), checklist: Buffer.from(CHECKLIST_FILE), product };
  const made = assemble({ ...parts, record: await recordFiles(run) });
  const files = Object.fromEntries([...made.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString("utf8")]));
  change(files, run);
  const { "PRODUCT.yaml": text = "", ...others } = files;
  return submitted(text, { directory: "v1.37/testers", files: others });
}
const edit = (path: string, from: string | RegExp, to: string) => (files: Record<string, string>) => {
  const text = files[path] ?? "";
  files[path] = text.replace(from, to);
  if (files[path] === text) throw new Error(`the test changed nothing in ${path}`);
};

const BUNDLE = "karat/record.intoto.jsonl";
/** A bundle of a run as it is written; nobody made its signatures. */
function bundle(run: string, signatures: { keyid: string }[] = []): string {
  const statements = statementsOf(attestable(run, new RecordReader(run).state()), ATTESTER);
  const payloads = statements.map((one) => Buffer.from(JSON.stringify(one)).toString("base64"));
  return payloads.map((payload) => `${JSON.stringify({ payload, signatures })}\n`).join("");
}
const sign = (files: Record<string, string>, run: string): void => {
  files[BUNDLE] = bundle(run);
};

/** Requirements that are machine-verified, by the table and by the claims' proofs. */
function verified(held: HeldRecord | undefined): string[] {
  const ids = (held?.table.requirements ?? []).flatMap((row) => (row.class === "machine-verified" ? [row.id] : []));
  const proofs = [...(held?.proofs.values() ?? [])].filter((proof) => proof.class === "machine-verified");
  expect(proofs).toHaveLength(ids.length);
  return ids.toSorted();
}

test("what karat wrote says what the record says, and is proven by it", async () => {
  const all = await judgeHeldRecord(await handedIn(sign), options);
  expect(all).toMatchObject({ outcome: "same", contradictions: [] });
  expect(verified(all)).toEqual(IDS.toSorted());
  const some = await judgeHeldRecord(
    await handedIn(undefined, { gpu_sharing: "fail", cluster_autoscaling: "n/a" }),
    options,
  );
  expect(some?.contradictions).toEqual([]);
  expect(verified(some)).toEqual(["driver_runtime_management", "gang_scheduling"]);
});

test("one that verifies says what it was run against and who is named as its signer", async () => {
  const checklist = { minor: "1.37", official: false };
  const unsigned = await judgeHeldRecord(await handedIn(sign), options);
  expect(unsigned?.origin).toMatchObject({ checklist, signers: [] });
  const submission = await handedIn((files, run) => (files[BUNDLE] = bundle(run, [{ keyid: "c0ffee" }])));
  expect((await judgeHeldRecord(submission, options))?.origin?.signers).toEqual(["the key c0ffee"]);
  const other = await judgeHeldRecord(await handedIn((files) => (files[BUNDLE] = "x")), options);
  expect(other?.contradictions).toHaveLength(1);
  expect(other?.origin).toBeUndefined();
});

test("a submission without a record has none", async () => {
  const submission = await handedIn((files) => delete files["karat/record.txt"]);
  expect(await judgeHeldRecord(submission, options)).toBeUndefined();
});

test("one that is no record is told of, and bears nothing out", async () => {
  const held = await judgeHeldRecord(await handedIn((files) => (files["karat/record.txt"] = "hello!")), options);
  expect(held).toMatchObject({ outcome: "unreadable", why: expect.stringContaining("packed record") });
  expect(held?.table.counts).toMatchObject({ "machine-verified": 0, "hybrid artifact": 0 });
});

test("one that does not verify bears nothing out", async () => {
  const held = await judgeHeldRecord(await handedIn(), { ...options, judges: new Map() });
  expect(held).toMatchObject({ outcome: "undecided", why: expect.any(String) });
  expect(held?.table.counts).toMatchObject({ "machine-verified": 0, "hybrid artifact": 0 });
});

test("a full disk is not the submission's fault", async () => {
  const judges = new Map(options.judges);
  const submission = await handedIn();
  const full = new RecordError("disk-full", "no space left");
  judges.get = () => {
    throw full;
  };
  await expect(judgeHeldRecord(submission, { ...options, judges })).rejects.toBe(full);
});

test.each([
  [
    "a claim of what failed",
    edit("PRODUCT.yaml", "Not Implemented", "Implemented"),
    /^gpu_sharing is Implemented, and the record shows fail/,
  ],
  [
    "a test that was not in the run",
    edit("results/junit.xml", /TestGangScheduling"/, 'TestOther"'),
    /^results\/junit.xml has TestOther as pass, and the record does not have it/,
  ],
  [
    "an outcome that was another",
    edit("results/e2e.log", "--- PASS: TestGangScheduling ", "--- SKIP: TestGangScheduling "),
    /^results\/e2e.log has TestGangScheduling as skip, and the record pass/,
  ],
  [
    "a bundle that is none",
    (files: Record<string, string>) => void (files[BUNDLE] = "x"),
    /^karat\/record.intoto.jsonl: the bundle is not as karat writes one/,
  ],
  [
    "the bundle of another run",
    (files: Record<string, string>) => void (files[BUNDLE] = bundle(testRun(join(base, "b"), { gpu_sharing: "pass" }))),
    /^karat\/record.intoto.jsonl: the (?:signed )?statement/,
  ],
])("%s is found, and nothing is proven then", async (_, change, what) => {
  const held = await judgeHeldRecord(await handedIn(change, { gpu_sharing: "fail" }), options);
  expect(held?.contradictions[0]).toMatch(what);
  expect(verified(held)).toEqual([]);
  expect(held?.table.counts["hybrid artifact"]).toBe(0);
});
