import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RecordReader } from "../record/reader.js";
import { render, sealReports, writeReports } from "./files.js";
import { ALL_FORMATS, FILES } from "./format.js";
import { overall } from "./overall.js";
import { readSource } from "./source.js";
import { sampleRecord } from "./testing.js";
import { sampleRun } from "./testing-run.js";

const TOOL = { name: "karat", version: "1.0.0" } as const;

let base: string;
let dir: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "karat-report-"));
  dir = sampleRecord(join(base, "run"), sampleRun());
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const log = () => readFileSync(join(dir, "events.ndjson"), "utf8");

describe("reports beside their record", () => {
  test("are all written, and sealed as they lie", () => {
    const files = sealReports(dir, TOOL);
    expect(files.map((file) => file.path)).toEqual(ALL_FORMATS.map((format) => FILES[format]));
    expect(new RecordReader(dir).state().files).toEqual(files);
    for (const { path, sha256, size } of files) {
      const bytes = readFileSync(join(dir, path));
      expect(bytes.length).toBe(size);
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    }
    expect(readdirSync(dir).filter((name) => name.includes("partial") || name.includes("lock"))).toEqual([]);
  });

  test("that already stand leave the record as it is, and come out again byte for byte", () => {
    const files = sealReports(dir, TOOL);
    const before = log();
    expect(sealReports(dir, TOOL)).toEqual(files);
    expect(log()).toBe(before);
    expect(writeReports(join(base, "elsewhere"), readSource(dir))).toEqual(files);
  });

  test("that somebody changed are written again", () => {
    const files = sealReports(dir, TOOL);
    writeFileSync(join(dir, "junit.xml"), "<testsuites/>");
    expect(sealReports(dir, TOOL)).toEqual(files);
    expect(readFileSync(join(dir, "junit.xml"), "utf8")).toContain("TestGangScheduling");
  });

  test("are not there in part: where one cannot be written, none is, and what to do is said", () => {
    const last = FILES[ALL_FORMATS.at(-1)!];
    mkdirSync(join(dir, `${last}.${process.pid}.partial`));
    const before = readdirSync(dir).sort();
    expect(() => sealReports(dir, TOOL)).toThrow(
      expect.objectContaining({ next: expect.stringContaining("karat report") }),
    );
    expect(readdirSync(dir).sort()).toEqual(before);
  });
});

describe("a record that is not sound", () => {
  test("with an altered line is reported on up to there, as inconclusive", () => {
    writeFileSync(join(dir, "events.ndjson"), log().replace("saw 3 of 4 bound", "saw 0 of 4 bound"));
    const source = readSource(dir);
    expect(source.problems[0]).toMatch(/line \d+/);
    expect(overall(source.state, source.problems).verdict).toBe("inconclusive");
    const silent = ALL_FORMATS.filter((format) => !/altered|not sound/.test(render(format, source)));
    expect(silent).toEqual(["trace"]);
  });

  test("with an altered blob says which, and shows none of it", () => {
    const record = join(base, "blobs");
    const sample = sampleRun();
    const text = "pod ".repeat(3_000);
    sample.checks[0]?.observations?.push({
      name: "big",
      kind: "log",
      data: { namespace: "n", pod: "p", container: "c", text },
    });
    sampleRecord(record, sample);
    const [name = ""] = readdirSync(join(record, "blobs/sha256"));
    const path = join(record, "blobs/sha256", name);
    writeFileSync(path, readFileSync(path, "utf8").replace("pod pod", "POD pod"));
    const { problems } = readSource(record);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
  });

  test("that was killed in the middle of a line is a run that did not finish", () => {
    writeFileSync(join(dir, "events.ndjson"), log().slice(0, -200));
    const source = readSource(dir);
    expect(source.problems).toEqual([]);
    expect(overall(source.state)).toMatchObject({ verdict: "fail", because: "" });
    expect(source.state.finished).toBe(false);
  });
});
