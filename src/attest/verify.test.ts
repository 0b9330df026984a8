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
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Checklist } from "../record/checklist.js";
import { GENESIS, seal, sha256 } from "../record/chain.js";
import type { Event, EventBody } from "../record/events.js";
import { RecordReader } from "../record/reader.js";
import { testRecord, type TestCheck } from "../record/testing.js";
import { RecordWriter } from "../record/writer.js";
import { sealReports } from "../report/files.js";
import { knownChecklist } from "../spec/levels.js";
import { PINS } from "../spec/pins.js";
import type { Judge, Problem } from "./verification.js";
import { verify } from "./verify.js";

const VERSION = "1.0.0";
const TOOL = { name: "karat", version: VERSION } as const;

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
const judges = new Map(Object.entries(IDS).map(([id, kind]) => [id, judge(kind, id)]));

function checks(answers: Partial<Record<keyof typeof IDS, string>> = {}): TestCheck[] {
  return Object.entries(IDS).map(([id, kind]) => ({
    id,
    kind,
    observations: [{ name: "answer", data: answers[id as keyof typeof IDS] ?? "42" }],
    judge: (facts, expect) => judge(kind, id).judge(facts, expect),
  }));
}

let root: string;
let dir: string;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "karat-verify-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  dir = join(root, `run-${count++}`);
});

const big = "42".padEnd(6000, "x");
const verified = (version = VERSION) => verify(dir, { judges, version });
const written = (answers?: Parameters<typeof checks>[0], more: object = {}) =>
  testRecord(dir, { checks: checks(answers), version: VERSION, ...more });
const codes = (problems: readonly Problem[]) => problems.map(({ code }) => code);

/** Writes the record anew with other events and a chain that is right: what a forger would do. */
function forge(change: (bodies: EventBody[]) => EventBody[]): void {
  let prev = GENESIS;
  const bodies = [...new RecordReader(dir).events()].map(
    ({ seq: _seq, prev: _prev, at: _at, hash: _hash, ...body }: Event) => body,
  );
  const lines = change(bodies).map((body, index) => {
    const { line, hash } = seal(index + 1, prev, "2026-01-01T00:00:00.000Z", body);
    prev = hash;
    return `${line}\n`;
  });
  writeFileSync(join(dir, "events.ndjson"), lines.join(""));
}

const forgeJudgement = (change: (body: Extract<EventBody, { type: "check.judged" }>) => void) =>
  forge((bodies) =>
    bodies.map((body) => {
      if (body.type === "check.judged" && body.check === "a/negative") change(body);
      return body;
    }),
  );

describe("same", () => {
  test("when a record is whole and comes out again, with blobs and derived files", () => {
    written({ "a/positive": big });
    sealReports(dir, TOOL, ["html"]);
    const found = verified();
    expect(found).toMatchObject({ outcome: "same", problems: [], doubts: [], notes: [], record: { blobs: 1 } });
    expect(found.requirements).toMatchObject([{ id: "a", recorded: "pass", again: "pass" }]);
  });

  test("also when the verdict is fail: what counts is that it comes out again", () => {
    written({ "a/negative": "41" });
    expect(verified()).toMatchObject({ outcome: "same", requirements: [{ recorded: "fail", again: "fail" }] });
  });

  test("when a check was interrupted, or was not planned to run", () => {
    const [control, positive] = checks();
    const skipped: TestCheck = { id: "a/negative", kind: "negative", planned: { verdict: "skip", reason: "--skip" } };
    testRecord(dir, {
      checks: [control!, { ...positive!, interruption: { kind: "deadline", message: "60 s" } }, skipped],
      version: VERSION,
    });
    expect(verified()).toMatchObject({ outcome: "same", requirements: [{ recorded: "inconclusive" }] });
  });
});

describe("different", () => {
  test("any single flipped bit, anywhere in any file, is found and its file named", () => {
    written({ "a/positive": big });
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
        const { outcome, problems } = verified();
        const file = path.slice(dir.length + 1);
        const { file: named, line } = problems[0]?.place ?? {};
        expect({ at, outcome, named }).toEqual({ at, outcome: "different", named: file });
        if (name !== "events.ndjson") continue;
        expect({ at, line }).toEqual({ at, line: whole.subarray(0, at).filter((byte) => byte === 0x0a).length + 1 });
      }
      writeFileSync(path, whole);
    }
    expect(verified().outcome).toBe("same");
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
    written({ "a/positive": big });
    harm();
    const { outcome, problems } = verified();
    expect(outcome).toBe("different");
    expect(codes(problems)).toContain(code);
    expect(problems.every(({ what }) => !what.includes("\n"))).toBe(true);
  });

  test("a cluster of another version than its API server said", () => {
    const cluster = { version: "v1.36.0", uidHash: "0".repeat(64), platform: "linux/amd64" };
    const told = (gitVersion: string) => [{ name: "version", data: { gitVersion, platform: "linux/amd64" } }];
    written({}, { cluster, preflight: told("v1.36.0") });
    expect(verified().outcome).toBe("same");
    rmSync(dir, { recursive: true });
    written({}, { cluster, preflight: told("v1.37.2") });
    expect(verified().problems).toMatchObject([{ code: "flaw", what: expect.stringContaining("v1.37.2") as string }]);
  });

  test("a lost report says how to have it again", () => {
    written();
    sealReports(dir, TOOL, ["html"]);
    rmSync(join(dir, "report.html"));
    expect(verified().problems).toMatchObject([
      { place: { file: "report.html" }, next: "write it again with `karat report DIR`" },
    ]);
  });

  test("a forged pass: names the check, both verdicts, and the expectation", () => {
    written({ "a/negative": "41" });
    forgeJudgement(({ judgement }) => {
      judgement.verdict = "pass";
      for (const expectation of judgement.expectations) expectation.held = true;
    });
    forge((bodies) =>
      bodies.map((body) => (body.type === "run.finished" ? { ...body, requirements: { a: "pass" as const } } : body)),
    );
    const { outcome, problems, requirements } = verified();
    expect(outcome).toBe("different");
    expect(problems[0]).toMatchObject({ code: "verdict", check: "a/negative" });
    expect(problems[0]?.what).toBe(
      'a/negative: recorded pass, judged again fail (expectation "the answer is 42": recorded as held (saw 41), judged again not held (saw 41))',
    );
    expect(problems[1]?.what).toContain("a: recorded pass, judged again fail");
    expect(requirements).toMatchObject([{ recorded: "pass", again: "fail" }]);
  });

  test("forged words in a judgement by this very version; a note when another version wrote it", () => {
    written();
    forgeJudgement(({ judgement }) => (judgement.expectations[0]!.seen = "43, honestly"));
    expect(verified()).toMatchObject({ outcome: "different", problems: [{ code: "judgement", check: "a/negative" }] });
    expect(verified("2.0.0")).toMatchObject({ outcome: "same", problems: [] });
    expect(verified("2.0.0").notes[0]).toContain("43, honestly");
  });

  test("a check left out of the plan by the same version; in doubt when another version wrote it", () => {
    testRecord(dir, { checks: checks().slice(0, 2), version: VERSION });
    expect(verified()).toMatchObject({ outcome: "different", problems: [{ code: "plan", check: "a/negative" }] });
    expect(verified("2.0.0")).toMatchObject({ outcome: "undecided", doubts: [{ code: "unplanned-check" }] });
  });

  test("a negative check that is planned as a control", () => {
    const [control, positive, negative] = checks();
    testRecord(dir, { checks: [control!, positive!, { ...negative!, kind: "control" }], version: VERSION });
    expect(codes(verified().problems)).toEqual(["plan"]);
  });

  test("a check that is planned for a requirement it does not belong to", () => {
    written();
    forge((bodies) =>
      bodies.map((body) =>
        body.type === "plan" ? { ...body, checks: body.checks.map((check) => ({ ...check, requirement: "b" })) } : body,
      ),
    );
    expect(codes(verified("2.0.0").problems)).toContain("plan");
  });

  test("a pass judged over an interruption", () => {
    written();
    forge((bodies) =>
      bodies.map((body) =>
        body.type === "check.ended" && body.check === "a/positive"
          ? { ...body, interruption: { kind: "crash", message: "x" } }
          : body,
      ),
    );
    expect(codes(verified().problems)).toEqual(["verdict", "verdict"]);
  });

  test("a verdict for a requirement that has no check, and none for one that has", () => {
    written();
    forge((bodies) =>
      bodies.map((body) => (body.type === "run.finished" ? { ...body, requirements: { z: "pass" as const } } : body)),
    );
    expect(verified().problems.map(({ what }) => what)).toEqual([
      "z: the record ends with pass for it, and has no check of it",
      "a: the record ends without a verdict for it; judged again: pass",
    ]);
  });

  test("a derived file that is named outside of the folder is not read", () => {
    written();
    forge((bodies) => [
      ...bodies,
      { type: "files.written", files: [{ path: "../../etc/passwd", sha256: GENESIS, size: 1 }] },
    ]);
    expect(codes(verified().problems)).toEqual(["unsafe-file"]);
  });
});

describe("undecided", () => {
  test("a run that did not finish", () => {
    written({}, { finished: false });
    expect(verified()).toMatchObject({ outcome: "undecided", problems: [], doubts: [{ code: "unfinished" }] });
  });

  test("a check that this version does not know; the others are judged all the same", () => {
    testRecord(dir, { checks: [...checks(), { id: "z/new", kind: "control" }], version: VERSION });
    const found = verified();
    expect(found).toMatchObject({ outcome: "undecided", doubts: [{ code: "unknown-check", check: "z/new" }] });
    expect(found.requirements[0]).toMatchObject({ again: "pass" });
    expect(found.requirements[1]?.checks[0]).not.toHaveProperty("again");
  });

  test("a check that ended and was never judged is judged now, but decides nothing", () => {
    const [control, positive, negative] = checks();
    testRecord(dir, { checks: [control!, positive!, { ...negative!, stopsAfter: "ended" }], version: VERSION });
    const found = verified();
    expect(found).toMatchObject({ outcome: "undecided", doubts: [{ code: "not-judged", check: "a/negative" }] });
    expect(found.doubts[0]?.what).toContain("judged now: pass");
    expect(found.requirements[0]?.again).toBe("inconclusive");
  });

  test.each(["alive", "killed"] as const)(
    "a record whose writer is %s, in the middle of a blob and a line",
    (writer) => {
      written({ "a/positive": big }, { finished: false });
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
      expect(verified()).toMatchObject({
        outcome: "undecided",
        doubts: [{ code: writer === "alive" ? "in-use" : "killed" }, { code: "unfinished" }],
      });
      writeFileSync(join(dir, "blobs/sha256", sha256(harmless)), "something else");
      expect(codes(verified().problems)).toEqual(["altered"]);
    },
  );

  test("a lock left in a finished record is not excused", () => {
    written();
    writeFileSync(join(dir, `.writer-${"0".repeat(16)}.lock`), "{}");
    expect(codes(verified().problems)).toEqual(["extra-file"]);
  });

  test("a record that is being written", () => {
    written();
    const writer = RecordWriter.continue(dir, { secrets: [] });
    expect(verified()).toMatchObject({ outcome: "undecided", doubts: [{ code: "in-use" }] });
    writer.close();
  });
});

test("a judge that throws is inconclusive, not a crash", () => {
  written();
  const throwing = new Map(judges).set("a/positive", {
    ...judges.get("a/positive")!,
    judge: () => {
      throw new TypeError("x is not a function");
    },
  });
  const found = verify(dir, { judges: throwing, version: VERSION });
  expect(found.problems[0]?.what).toContain("recorded pass, judged again inconclusive");
});

test("20 MB are verified within a second", () => {
  const observations = Array.from({ length: 40 }, (_, number) => ({
    name: `big-${number}`,
    data: [`${number}`, "x y\n".repeat(125_000)],
  }));
  const [control, positive, negative] = checks();
  testRecord(dir, {
    checks: [control!, { ...positive!, observations: [...positive!.observations!, ...observations] }, negative!],
    version: VERSION,
  });
  const before = process.cpuUsage();
  const found = verified();
  const { user, system } = process.cpuUsage(before);
  expect(found.outcome).toBe("same");
  expect(found.record.bytes).toBeGreaterThan(20_000_000);
  // Processor time: the machine may have other work.
  expect((user + system) / 1000).toBeLessThan(1000);
});

test("a copy verifies as well as the original", () => {
  written({ "a/positive": big });
  const copy = `${dir}-copy`;
  cpSync(dir, copy, { recursive: true });
  expect(verify(copy, { judges, version: VERSION })).toEqual(verified());
});

describe("a checklist", () => {
  const { minor, requirements } = knownChecklist("1.36");
  const softened = requirements.map((item) => ({ ...item, level: "SHOULD" as const }));
  const held = (checklist: Checklist) => {
    written({}, { checklist });
    return verified();
  };

  test("as karat knows it is in order, and what the run had no check of comes out again", () => {
    const found = held({ minor, requirements });
    expect(found).toMatchObject({ outcome: "same", notes: [] });
    expect(found.requirements).toHaveLength(requirements.length + 1);
    expect(found.requirements[0]).toMatchObject({ recorded: "inconclusive", again: "inconclusive", checks: [] });
  });

  test("that is called the programme's and has other levels cannot be right", () => {
    for (const digest of [{}, { sha256: PINS["1.36"].sha256 }]) {
      dir = join(root, `run-${count++}`);
      const found = held({ minor, requirements: softened, ...digest });
      expect(codes(found.problems)).toEqual(["checklist"]);
      expect(found.problems[0]?.what).toContain("gang_scheduling is SHOULD; the programme's 1.36 has MUST");
    }
  });

  test("of one's own is no problem, but worth knowing", () => {
    const found = held({ minor, requirements: softened, sha256: "ab".repeat(32) });
    expect(found).toMatchObject({ outcome: "same", problems: [] });
    expect(found.notes).toEqual([
      expect.stringMatching(/1\.36 was not the programme's own file \(sha256 abab.*ai_inference is SHOULD/),
    ]);
  });

  test("of a minor that this karat does not know is in doubt", () => {
    expect(held({ minor: "1.99", requirements: [] }).doubts).toMatchObject([{ code: "unknown-checklist" }]);
  });
});
