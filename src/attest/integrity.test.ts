import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GENESIS, sha256 } from "../record/chain.js";
import { testRecord } from "../record/testing.js";
import { RecordWriter } from "../record/writer.js";
import { sealReports } from "../report/files.js";
import { reseal, unsealed, VERSION } from "./testing.js";
import { answerChecks, answerRecord, LONG_ANSWER, verifyAnswers } from "./testing-answers.js";
import type { Problem } from "./verification.js";

const TOOL = { name: "karat", version: VERSION } as const;

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-integrity-"));
  dir = join(root, "run");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const codes = (problems: readonly Problem[]) => problems.map(({ code }) => code);

describe("different", () => {
  test("any single flipped bit, anywhere in any file, is found and its file named", () => {
    answerRecord(dir, { "a/positive": LONG_ANSWER });
    sealReports(dir, TOOL, ["html"]);
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).toHaveLength(3);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      const whole = readFileSync(path);
      for (let at = 0; at < whole.length; at += name === "events.ndjson" ? 31 : 601) {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 1 << (at % 8);
        writeFileSync(path, bytes);
        const { outcome, problems } = verifyAnswers(dir);
        const file = path.slice(dir.length + 1);
        const { file: named, line } = problems[0]?.place ?? {};
        expect({ at, outcome, named }).toEqual({ at, outcome: "different", named: file });
        if (name !== "events.ndjson") continue;
        expect({ at, line }).toEqual({ at, line: whole.subarray(0, at).filter((byte) => byte === 0x0a).length + 1 });
      }
      writeFileSync(path, whole);
    }
    expect(verifyAnswers(dir).outcome).toBe("same");
  });

  test.each([
    [
      "a missing blob",
      () => rmSync(join(dir, "blobs/sha256", readdirSync(join(dir, "blobs/sha256"))[0]!)),
      "missing-blob",
    ],
    ["an extra blob", () => writeFileSync(join(dir, "blobs/sha256", sha256("x")), "x"), "extra-file"],
    ["an extra file", () => writeFileSync(join(dir, "notes.txt"), "hello"), "extra-file"],
    ["an extra folder", () => mkdirSync(join(dir, "more")), "unsafe-file"],
    ["an extra link", () => symlinkSync("/etc/passwd", join(dir, "link")), "unsafe-file"],
    [
      "half a blob left by a killed writer",
      () => writeFileSync(join(dir, "blobs/sha256", `${"f".repeat(64)}.partial`), ""),
      "extra-file",
    ],
    ["half a line", () => appendFileSync(join(dir, "events.ndjson"), '{"seq":'), "altered"],
    [
      "a cut line",
      () => truncateSync(join(dir, "events.ndjson"), readFileSync(join(dir, "events.ndjson")).length - 9),
      "altered",
    ],
  ])("%s", (_, harm, code) => {
    answerRecord(dir, { "a/positive": LONG_ANSWER });
    harm();
    const { outcome, problems } = verifyAnswers(dir);
    expect(outcome).toBe("different");
    expect(codes(problems)).toContain(code);
    expect(problems.every(({ what }) => !what.includes("\n"))).toBe(true);
  });

  test("a lost report says how to have it again", () => {
    answerRecord(dir);
    sealReports(dir, TOOL, ["html"]);
    rmSync(join(dir, "report.html"));
    expect(verifyAnswers(dir).problems).toMatchObject([
      { place: { file: "report.html" }, next: "write it again with `karat report DIR`" },
    ]);
  });

  test("a derived file that is named outside of the folder is not read", () => {
    answerRecord(dir);
    const outside = { path: "../../etc/passwd", sha256: GENESIS, size: 1 };
    reseal(dir, [...unsealed(dir), { type: "files.written", at: "2026-01-03T00:00:00.000Z", files: [outside] }]);
    expect(codes(verifyAnswers(dir).problems)).toEqual(["unsafe-file"]);
  });
});

describe("undecided", () => {
  test.each(["alive", "killed"] as const)(
    "a record whose writer is %s, in the middle of a blob and a line",
    (writer) => {
      answerRecord(dir, { "a/positive": LONG_ANSWER }, { finished: false });
      RecordWriter.continue(dir, { secrets: [] });
      const lock = join(
        dir,
        readdirSync(dir).find((name) => name.endsWith(".lock"))!,
      );
      const owner = JSON.parse(readFileSync(lock, "utf8")) as object;
      if (writer === "killed") writeFileSync(lock, JSON.stringify({ ...owner, started: "1" }));
      const harmless = "named by no event yet";
      writeFileSync(join(dir, "blobs/sha256", sha256(harmless)), harmless);
      writeFileSync(join(dir, "blobs/sha256", `${"f".repeat(64)}.partial`), "half");
      appendFileSync(join(dir, "events.ndjson"), '{"seq":');
      expect(verifyAnswers(dir)).toMatchObject({
        outcome: "undecided",
        doubts: [{ code: writer === "alive" ? "in-use" : "killed" }, { code: "unfinished" }],
      });
      writeFileSync(join(dir, "blobs/sha256", sha256(harmless)), "something else");
      expect(codes(verifyAnswers(dir).problems)).toEqual(["altered"]);
    },
  );

  test("a record that is being written", () => {
    answerRecord(dir);
    const writer = RecordWriter.continue(dir, { secrets: [] });
    expect(verifyAnswers(dir)).toMatchObject({ outcome: "undecided", doubts: [{ code: "in-use" }] });
    writer.close();
  });
});

test("a lock left in a finished record is not excused", () => {
  answerRecord(dir);
  writeFileSync(join(dir, `.writer-${"0".repeat(16)}.lock`), "{}");
  expect(codes(verifyAnswers(dir).problems)).toEqual(["extra-file"]);
});

test("20 MB are verified within a second", () => {
  const observations = Array.from({ length: 40 }, (_, number) => ({
    name: `big-${number}`,
    data: [`${number}`, "x y\n".repeat(125_000)],
  }));
  const [control, positive, negative] = answerChecks();
  testRecord(dir, {
    checks: [control!, { ...positive!, observations: [...positive!.observations!, ...observations] }, negative!],
    version: VERSION,
  });
  const before = process.cpuUsage();
  const found = verifyAnswers(dir);
  const { user, system } = process.cpuUsage(before);
  expect(found.outcome).toBe("same");
  expect(found.record.bytes).toBeGreaterThan(20_000_000);
  // Processor time: the machine may have other work.
  expect((user + system) / 1000).toBeLessThan(1000);
});

test("a copy verifies as well as the original", () => {
  answerRecord(dir, { "a/positive": LONG_ANSWER });
  const copy = `${dir}-copy`;
  cpSync(dir, copy, { recursive: true });
  expect(verifyAnswers(copy)).toEqual(verifyAnswers(dir));
});
