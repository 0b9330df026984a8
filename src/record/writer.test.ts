import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sha256 } from "./chain.js";
import type { RecordError } from "./error.js";
import type { Event } from "./events.js";
import { Limits } from "./limits.js";
import { RecordReader } from "./reader.js";
import { testRecord } from "./testing.js";
import { TOOL, STARTED, step, dir, failing, create, events, eventsFile } from "./testing-writer.js";
import { RecordWriter } from "./writer.js";

vi.mock("node:fs", async (original) => ({ ...(await original<typeof fs>()) }));

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a line", () => {
  test("is hashed and chained as events.ts says, checked here by other means", () => {
    const writer = create();
    writer.append(STARTED);
    writer.append(step("one"));
    writer.close();
    const lines = readFileSync(eventsFile(), "utf8").trimEnd().split("\n");
    let prev = "0".repeat(64);
    for (const line of lines) {
      const [head, hash] = line.split(/,"hash":"(?=[0-9a-f]{64}"}$)/);
      expect(line.startsWith(`{"seq":`)).toBe(true);
      expect(JSON.parse(line)).toMatchObject({ prev });
      expect(sha256(head ?? "")).toBe(hash?.slice(0, 64));
      prev = hash?.slice(0, 64) ?? "";
    }
    expect(lines).toHaveLength(2);
  });

  test("comes back from append as it stands in the file", () => {
    const writer = create();
    const returned: Event[] = [writer.append(STARTED), writer.append(step("one"))];
    writer.close();
    expect(events()).toEqual(returned);
  });

  test("too long for any reader is refused, and the record goes on", () => {
    const writer = create();
    writer.append(STARTED);
    expect(failing(() => writer.append(step("x".repeat(Limits.line)))).code).toBe("too-large");
    writer.append(step("after"));
    writer.close();
    expect(events()).toHaveLength(2);
  });
});

describe("an observation", () => {
  test("stands inline up to 4 KiB of JSON and in a blob of that hash above", () => {
    const writer = create();
    writer.append(STARTED);
    const at = "2026-01-01T00:00:00.000Z";
    const inline = "x".repeat(Limits.inline - 2);
    writer.observe("a/b", 1, { name: "inline", kind: "value", at, data: inline });
    writer.observe("a/b", 1, { name: "blob", kind: "value", at, data: `${inline}x` });
    writer.close();
    const stored = events().flatMap((event) => (event.type === "check.observed" ? [event.observation] : []));
    expect(stored[0]?.data).toBe(inline);
    const json = JSON.stringify(`${inline}x`);
    expect(stored[1]?.blob).toEqual({ sha256: sha256(json), size: json.length });
    expect(stored[1]).not.toHaveProperty("data");
    expect(readFileSync(join(dir, "blobs/sha256", sha256(json)), "utf8")).toBe(json);
  });

  test("is flushed as a blob before the event that names it is written", () => {
    const writer = create();
    writer.append(STARTED);
    const order: string[] = [];
    const { renameSync, writeSync, fsyncSync } = fs;
    vi.spyOn(fs, "fsyncSync").mockImplementation((fd) => (order.push("flush"), fsyncSync(fd)));
    vi.spyOn(fs, "renameSync").mockImplementation((from, to) => (order.push("name"), renameSync(from, to)));
    vi.spyOn(fs, "writeSync").mockImplementation((...args: unknown[]) => {
      order.push("write");
      return writeSync(...(args as Parameters<typeof writeSync>));
    });
    writer.observe("a/b", 1, { name: "blob", kind: "value", at: "2026-01-01T00:00:00.000Z", data: "x".repeat(9000) });
    writer.close();
    expect(order).toEqual(["write", "flush", "name", "flush", "write"]);
  });

  test("comes back as a later reader will find it", () => {
    const writer = create();
    writer.append(STARTED);
    const data = { kept: 1, dropped: undefined, when: new Date(0), not: Number.NaN };
    const kept = writer.observe("a/b", 1, { name: "o", kind: "value", at: "2026-01-01T00:00:00.000Z", data });
    writer.close();
    expect(kept.data).toEqual({ kept: 1, when: "1970-01-01T00:00:00.000Z", not: null });
  });

  test.each([
    [
      "cyclic",
      () => {
        const a: unknown[] = [];
        a.push(a);
        return a;
      },
      "malformed",
    ],
    ["deeper than a reader takes", () => JSON.parse("[".repeat(300) + "]".repeat(300)) as unknown, "too-large"],
    ["a bigint", () => 1n, "malformed"],
  ])("that is %s is refused by a typed error", (_, data, code) => {
    const writer = create();
    writer.append(STARTED);
    const observation = { name: "o", kind: "value", at: "2026-01-01T00:00:00.000Z", data: data() } as const;
    expect(failing(() => writer.observe("a/b", 1, observation)).code).toBe(code);
    writer.close();
    expect(events()).toHaveLength(1);
  });
});

test("an event may nest as deep as a reader takes, and no deeper", () => {
  const writer = create();
  writer.append(STARTED);
  const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown;
  const at = "2026-01-01T00:00:00.000Z";
  const accepted = [190, Limits.depth - 2, Limits.depth - 1, Limits.depth].filter((depth) => {
    try {
      writer.observe("a/b", 1, { name: `o${depth}`, kind: "value", at, data: nested(depth) });
      return true;
    } catch (error) {
      return (error as RecordError).code !== "too-large";
    }
  });
  writer.close();
  // The event itself is two levels deep.
  expect(accepted).toEqual([190, Limits.depth - 2]);
  expect(events()).toHaveLength(3);
});

test("an event that no reader would take is not written", () => {
  const writer = create();
  writer.append(STARTED);
  const observation = { name: "o", kind: "value", at: "today", data: 1 } as const;
  expect(failing(() => writer.observe("a/b", 1, observation)).message).toContain("observation.at: is no RFC 3339 time");
  writer.close();
  expect(events()).toHaveLength(1);
});

describe("going on", () => {
  test("is possible after a crash at any byte, and says what it cut", () => {
    testRecord(dir, { checks: [{ id: "a/b", kind: "control" }], finished: false });
    const whole = readFileSync(eventsFile());
    const first = whole.indexOf("\n") + 1;
    // A stride that falls on every place of a line sooner or later: each turn flushes to the disk.
    const second = whole.indexOf("\n", whole.indexOf("\n", first) + 1) + 1;
    for (let length = first; length <= whole.length; length += length < second ? 5 : 41) {
      writeFileSync(eventsFile(), whole.subarray(0, length));
      const writer = RecordWriter.continue(dir, { secrets: [] });
      writer.append({ type: "run.resumed", tool: TOOL });
      writer.close();
      const after = events();
      const kept = whole.subarray(0, length).lastIndexOf("\n") + 1;
      const repaired = after.filter((event) => event.type === "record.repaired");
      expect(repaired.map(({ cut }) => cut.bytes)).toEqual(kept === length ? [] : [length - kept]);
      expect(after.at(-1)?.type).toBe("run.resumed");
      expect(readFileSync(eventsFile()).subarray(0, kept)).toEqual(whole.subarray(0, kept));
    }
  });

  test("clears away blobs that no event names, whole or half written", () => {
    testRecord(dir, {
      checks: [{ id: "a/b", kind: "control", observations: [{ name: "big", data: "x".repeat(5000) }] }],
      finished: false,
    });
    const blobs = join(dir, "blobs/sha256");
    const named = readdirSync(blobs);
    writeFileSync(join(blobs, "f".repeat(64)), "unnamed");
    writeFileSync(join(blobs, `${"e".repeat(64)}.partial`), "half");
    RecordWriter.continue(dir, { secrets: [] }).close();
    expect(readdirSync(blobs)).toEqual(named);
  });

  test("is refused on a broken chain, and leaves it as it is", () => {
    testRecord(dir, { checks: [{ id: "a/b", kind: "control" }] });
    const bytes = readFileSync(eventsFile());
    bytes[bytes.length - 200]! ^= 1;
    writeFileSync(eventsFile(), bytes);
    expect(failing(() => RecordWriter.continue(dir, { secrets: [] })).code).toBe("altered");
    expect(readFileSync(eventsFile())).toEqual(bytes);
    expect(readdirSync(dir).sort()).toEqual(["blobs", "events.ndjson"]);
  });

  test("is refused where the writer died before its first event", () => {
    mkdirSync(dir);
    writeFileSync(eventsFile(), '{"seq":1,"pre');
    expect(failing(() => RecordWriter.continue(dir, { secrets: [] })).code).toBe("not-a-record");
  });
});

describe("a full disk", () => {
  const full = () => Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });

  test("in the middle of a line is a typed error; the record stays whole and goes on when there is space", () => {
    const writer = create();
    writer.append(STARTED);
    const { writeSync } = fs;
    const spy = vi.spyOn(fs, "writeSync");
    spy.mockImplementationOnce(((fd: number, bytes: Buffer, offset: number, _length: number, at: number) =>
      writeSync(fd, bytes, offset, 10, at)) as typeof writeSync);
    spy.mockImplementationOnce(() => {
      throw full();
    });
    const error = failing(() => writer.append(step("lost")));
    expect(error).toMatchObject({ code: "disk-full", place: { file: "events.ndjson" } });
    expect(error.cause).toBeInstanceOf(Error);
    expect(readFileSync(eventsFile(), "utf8")).toMatch(/^[^\n]+\n$/);
    expect(events()).toHaveLength(1);
    writer.append(step("kept"));
    writer.close();
    expect(events().map((event) => event.type)).toEqual(["run.started", "check.step"]);
  });

  test("in a blob names no blob and leaves none", () => {
    const writer = create();
    writer.append(STARTED);
    vi.spyOn(fs, "fsyncSync").mockImplementationOnce(() => {
      throw full();
    });
    const observation = { name: "o", kind: "value", at: "2026-01-01T00:00:00.000Z", data: "x".repeat(9000) } as const;
    expect(failing(() => writer.observe("a/b", 1, observation)).code).toBe("disk-full");
    writer.close();
    expect(readdirSync(join(dir, "blobs/sha256"))).toEqual([]);
    expect(events()).toHaveLength(1);
  });

  test("that shows only when the log is flushed ends the writer: nobody knows what is on the disk", () => {
    const writer = create();
    writer.append(STARTED);
    vi.spyOn(fs, "fdatasyncSync").mockImplementationOnce(() => {
      throw full();
    });
    expect(failing(() => writer.append({ type: "plan", checks: [] })).code).toBe("disk-full");
    expect(failing(() => writer.append(step("after"))).code).toBe("disk-full");
    writer.close();
    expect(events()).toHaveLength(1);
  });
});

test("derived files are taken into the chain by hash; the record's own files are not", () => {
  testRecord(dir, { checks: [{ id: "a/b", kind: "control" }] });
  writeFileSync(join(dir, "report.html"), "<p>hello</p>");
  const writer = RecordWriter.continue(dir, { secrets: [] });
  writer.seal(["report.html"], TOOL);
  for (const path of ["events.ndjson", "blobs/sha256/x", "../run/report.html", "/etc/hosts"]) {
    expect(failing(() => writer.seal([path], TOOL)).code).toBe("unsafe-file");
  }
  writer.close();
  expect(new RecordReader(dir).state().files).toEqual([
    { path: "report.html", sha256: sha256("<p>hello</p>"), size: 12 },
  ]);
});

test("a closed writer refuses, and a second close does nothing", () => {
  const writer = create();
  writer.append(STARTED);
  writer.close();
  writer.close();
  expect(failing(() => writer.append(step("late"))).code).toBe("closed");
});

test("garbage after the last newline is cut, not read", () => {
  testRecord(dir, { checks: [{ id: "a/b", kind: "control" }], finished: false });
  appendFileSync(eventsFile(), Buffer.alloc(100));
  RecordWriter.continue(dir, { secrets: [] }).close();
  expect(events().at(-1)).toMatchObject({
    type: "record.repaired",
    cut: { bytes: 100, sha256: sha256(Buffer.alloc(100)) },
  });
  truncateSync(eventsFile(), 0);
  expect(failing(() => new RecordReader(dir).state()).code).toBe("not-a-record");
});
