import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GENESIS, seal } from "./chain.js";
import { RecordError } from "./error.js";
import { RECORD_FORMAT, type EventBody } from "./events.js";
import { Limits } from "./limits.js";
import { factsOf } from "./load.js";
import { RecordReader } from "./reader.js";
import { testRecord } from "./testing.js";

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-reader-"));
  dir = join(root, "run");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = () => join(dir, "events.ndjson");

/** What reading the whole record and every fact in it throws. */
function refusal(): RecordError {
  try {
    const reader = new RecordReader(dir);
    for (const requirement of reader.state().requirements) {
      for (const check of requirement.checks) factsOf(reader, check);
    }
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error("was read without complaint");
}

function lines(): string[] {
  return readFileSync(file(), "utf8").trimEnd().split("\n");
}

function rewrite(changed: readonly (string | Buffer)[]): void {
  writeFileSync(file(), Buffer.concat(changed.flatMap((line) => [Buffer.from(line), Buffer.from("\n")])));
}

/** A forged record: the chain is right, the contents are whatever an attacker likes. */
function forge(...bodies: object[]): void {
  let prev = GENESIS;
  const sealed = bodies.map((body, index) => {
    const { line, hash } = seal(index + 1, prev, "2026-01-01T00:00:00.000Z", body as EventBody);
    prev = hash;
    return line;
  });
  mkdirSync(dir, { recursive: true });
  rewrite(sealed);
}

const STARTED = {
  type: "run.started",
  run: "r",
  nonce: "n",
  format: RECORD_FORMAT,
  tool: { name: "karat", version: "0" },
  cluster: { version: "v1.37.2", uidHash: "0".repeat(64), platform: "linux/amd64" },
  options: {},
};
const PLAN = {
  type: "plan",
  checks: [{ id: "a/b", requirement: "a", kind: "control", proves: "x", seconds: { typical: 1, deadline: 2 } }],
};
const BEGUN = { type: "check.started", check: "a/b", attempt: 1, namespace: "ns", devices: 0 };
const observed = (more: object) => ({
  type: "check.observed",
  check: "a/b",
  attempt: 1,
  observation: { name: "o", kind: "value", at: "2026-01-01T00:00:00.000Z", ...more },
});
const ENDED = { type: "check.ended", check: "a/b", attempt: 1, observations: ["o"] };

describe("a broken link is named", () => {
  beforeEach(() =>
    testRecord(dir, {
      checks: [
        { id: "a/b", kind: "control" },
        { id: "a/c", kind: "positive" },
      ],
    }),
  );

  test("an altered byte: line, seq, byte offset, both hashes", () => {
    const changed = lines();
    const offset = changed.slice(0, 3).join("\n").length + 1;
    changed[3] = changed[3]!.replace("seen", "SEEN");
    rewrite(changed);
    const error = refusal();
    expect(error.code).toBe("altered");
    expect(error.message).toContain(`line 4 (seq 4, byte ${offset})`);
    expect(error.place).toMatchObject({ file: "events.ndjson", line: 4, seq: 4, offset });
    expect(error.place?.expected).toMatch(/^[0-9a-f]{64}$/);
    expect(error.place?.found).not.toBe(error.place?.expected);
  });

  test("a removed, a repeated and a moved line", () => {
    const whole = lines();
    for (const changed of [
      whole.toSpliced(4, 1),
      whole.toSpliced(4, 0, whole[3]!),
      whole.with(4, whole[5]!).with(5, whole[4]!),
    ]) {
      rewrite(changed);
      expect(refusal()).toMatchObject({ code: "broken-chain", place: { line: 5, seq: 5 } });
    }
  });

  test("a line that was sealed anew, by the next one, which does not follow it", () => {
    const whole = lines();
    const {
      seq,
      prev,
      at,
      hash: _,
      ...body
    } = JSON.parse(whole[3]!) as never as { seq: number; prev: string; at: string; hash: string };
    rewrite(whole.with(3, seal(seq, prev, at, { ...body, extra: 1 } as never).line));
    expect(refusal()).toMatchObject({ code: "broken-chain", place: { line: 5 } });
  });

  test("a line that does not end in a hash, is empty, or is not UTF-8", () => {
    const whole = lines();
    for (const bad of ["", "{}", "null", whole[3]!.slice(0, -1), `${whole[3]} `]) {
      rewrite(whole.with(3, bad));
      expect(refusal()).toMatchObject({ code: "altered", place: { line: 4, seq: 4 } });
    }
    const latin = Buffer.from(whole[3]!, "latin1");
    latin[20] = 0xff;
    rewrite([...whole.slice(0, 3), latin, ...whole.slice(4)]);
    expect(refusal().code).toBe("altered");
  });
});

test("a truncated last line ends the events, and is told apart from a whole one", () => {
  testRecord(dir, { checks: [{ id: "a/b", kind: "control" }] });
  const whole = readFileSync(file());
  writeFileSync(file(), whole.subarray(0, whole.length - 1));
  const reader = new RecordReader(dir);
  const count = [...reader.events()].length;
  expect(count).toBe(lines().length - 1);
  expect(reader.tail).toMatchObject({ line: count + 1 });
  expect(reader.state().finished).toBe(false);
});

describe("a forged record, whole by its chain, is refused by a typed error:", () => {
  const cases: [string, () => void, string][] = [
    ["a newer format", () => forge({ ...STARTED, format: 99 }), "newer-format"],
    [
      "a newer format that is hashed in another way",
      () => {
        mkdirSync(dir);
        rewrite(['{"format":2,"sum":"x"}']);
      },
      "newer-format",
    ],
    ["an unknown event type", () => forge(STARTED, { type: "check.dreamt" }), "unknown-event"],
    ["an event type from Object.prototype", () => forge(STARTED, { type: "constructor" }), "unknown-event"],
    ["no run.started", () => forge(PLAN), "malformed"],
    ["a field of the wrong type", () => forge(STARTED, { ...PLAN, checks: "all" }), "malformed"],
    [
      "a verdict that does not exist",
      () => forge(STARTED, { type: "run.finished", requirements: { a: "passed" }, cleaned: true }),
      "malformed",
    ],
    [
      "both data and blob",
      () => forge(STARTED, observed({ data: 1, blob: { sha256: "0".repeat(64), size: 1 } })),
      "malformed",
    ],
    ["neither data nor blob", () => forge(STARTED, observed({})), "malformed"],
    [
      "a blob name that leaves the folder",
      () => forge(STARTED, observed({ blob: { sha256: "../../../../etc/passwd", size: 1 } })),
      "malformed",
    ],
    [
      "a blob name in upper case",
      () => forge(STARTED, observed({ blob: { sha256: "A".repeat(64), size: 1 } })),
      "malformed",
    ],
    [
      "JSON that nests too deep",
      () => forge(STARTED, observed({ data: JSON.parse("[".repeat(500) + "]".repeat(500)) as unknown })),
      "too-large",
    ],
    ["a line beyond every limit", () => forge(STARTED, observed({ data: "x".repeat(Limits.line) })), "too-large"],
    [
      "a missing blob",
      () => forge(STARTED, PLAN, BEGUN, observed({ blob: { sha256: "0".repeat(64), size: 1 } }), ENDED),
      "missing-blob",
    ],
    ["a missing observation", () => forge(STARTED, PLAN, BEGUN, ENDED), "missing-observation"],
    [
      "a time that is none",
      () =>
        forge(
          { ...STARTED },
          { ...observed({ data: 1 }), observation: { name: "o", kind: "value", at: "now", data: 1 } },
        ),
      "malformed",
    ],
  ];
  test.each(cases)("%s", (_, make, code) => {
    make();
    const error = refusal();
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/\n|    at /);
  });

  test("a key that stands twice, which two readers would read in two ways", async () => {
    const { sha256 } = await import("./chain.js");
    const head = JSON.stringify({ seq: 1, prev: GENESIS, at: "2026-01-01T00:00:00.000Z", ...STARTED }).slice(0, -1);
    const twice = `${head},"nonce":"other"`;
    mkdirSync(dir);
    rewrite([`${twice},"hash":"${sha256(twice)}"}`]);
    expect(refusal().code).toBe("malformed");
  });
});

test("an event whose number does not follow, in a chain that is right otherwise, is named", () => {
  const first = seal(1, GENESIS, "2026-01-01T00:00:00.000Z", STARTED as EventBody);
  mkdirSync(dir);
  rewrite([first.line, seal(3, first.hash, "2026-01-01T00:00:00.000Z", PLAN as EventBody).line]);
  expect(refusal()).toMatchObject({ code: "broken-chain", place: { line: 2, expected: "seq 2", found: "seq 3" } });
});

describe("a hostile folder", () => {
  const blobs = () => join(dir, "blobs/sha256");
  beforeEach(() =>
    testRecord(dir, {
      checks: [{ id: "a/b", kind: "control", observations: [{ name: "big", data: "x".repeat(5000) }] }],
    }),
  );

  test("without a record says what was looked for", () => {
    rmSync(file());
    expect(refusal()).toMatchObject({ code: "not-a-record" });
    expect(() => new RecordReader(join(root, "nowhere"))).toThrow(/there is no folder/);
    writeFileSync(join(root, "file"), "");
    expect(() => new RecordReader(join(root, "file"))).toThrow(/file is no folder/);
  });

  test.each(["events.ndjson", "blobs", "blobs/sha256", "the blob"])(
    "with a link in place of %s is not followed",
    (what) => {
      const path = what === "the blob" ? join(blobs(), readdirSync(blobs())[0]!) : join(dir, what);
      renameSync(path, join(root, "moved"));
      symlinkSync(join(root, "moved"), path);
      expect(refusal().code).toBe("unsafe-file");
    },
  );

  test("with a pipe in place of the events does not hang", () => {
    rmSync(file());
    execFileSync("sh", ["-c", 'mkfifo "$0"', file()]);
    expect(refusal().code).toBe("unsafe-file");
  });

  test("with an altered, shorter or longer blob names it", () => {
    const name = readdirSync(blobs())[0]!;
    const path = join(blobs(), name);
    const whole = readFileSync(path);
    for (const bytes of [Buffer.from(whole).fill("y", 9, 10), whole.subarray(0, 10), Buffer.concat([whole, whole])]) {
      writeFileSync(path, bytes);
      expect(refusal()).toMatchObject({ code: "altered", place: { file: `blobs/sha256/${name}` } });
    }
  });

  test("with a file that never ends a line is given up early", () => {
    writeFileSync(file(), Buffer.alloc(64 * 1024 * 1024, 0x20));
    const before = process.memoryUsage().rss;
    expect(refusal().code).toBe("too-large");
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });
});
