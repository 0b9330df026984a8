import { validate } from "ctrf";
import { describe, expect, test } from "vitest";
import { ctrf } from "./ctrf.js";
import { markdown } from "./markdown.js";
import { resultsJson, resultsSchema } from "./results.js";
import { sampleSource } from "./testing.js";
import { HOSTILE, hostileSample } from "./testing-hostile.js";
import { sampleRun } from "./testing-run.js";
import { trace } from "./trace.js";

const source = sampleSource(sampleRun());
const hostile = HOSTILE.map((text) => [text.slice(0, 40), sampleSource(hostileSample(text))] as const);

describe("report.json", () => {
  test.each([["a run", source], ...hostile] as const)("keeps to its schema with %j", (_, source) => {
    const value: unknown = JSON.parse(resultsJson(source));
    expect(resultsSchema.strict().safeParse(value).error).toBeUndefined();
  });

  test("names for each verdict the event that it rests on", () => {
    const { requirements, verdict, record } = resultsSchema.parse(JSON.parse(resultsJson(source)));
    const check = requirements[2]?.checks.find((one) => one.id === "gang_scheduling/all-or-nothing");
    const event = source.events.find((one) => one.seq === check?.decidedBy);
    expect(event).toMatchObject({ type: "check.judged", judgement: { verdict: "fail" } });
    expect(verdict).toBe("fail");
    expect(record.root).toBe(source.events.at(-1)?.hash);
  });
});

describe("ctrf.json", () => {
  test.each([["a run", source], ...hostile] as const)("is valid CTRF with %j", (_, source) => {
    const result = validate(JSON.parse(ctrf(source)) as Parameters<typeof validate>[0]);
    expect(result).toMatchObject({ valid: true });
  });

  test("never counts an inconclusive check as passed", () => {
    const { summary } = (JSON.parse(ctrf(source)) as { results: { summary: object } }).results;
    expect(summary).toMatchObject({ tests: 11, passed: 8, failed: 1, other: 1, skipped: 1 });
  });
});

describe("trace.json", () => {
  interface TraceEvent {
    ph: string;
    name: string;
    pid: number;
    tid: number;
    ts: number;
    dur: number;
    cat: string;
    args?: { name?: string };
  }
  const { traceEvents } = JSON.parse(trace(source)) as { traceEvents: TraceEvent[] };

  test("has a process a node and a slice an attempt, with its steps inside", () => {
    const processes = traceEvents.filter((one) => one.name === "process_name").map((one) => one.args?.name);
    expect(processes).toEqual(["cluster", "node worker-1", "node worker-2"]);
    const slices = traceEvents.filter((one) => one.ph === "X");
    expect(slices.filter((one) => one.cat !== "step")).toHaveLength(10);
    for (const step of slices.filter((one) => one.cat === "step")) {
      const around = slices.find((one) => one.cat !== "step" && one.pid === step.pid && one.tid === step.tid);
      expect(step.ts).toBeGreaterThanOrEqual(around?.ts ?? Infinity);
      expect(step.ts + step.dur).toBeLessThanOrEqual((around?.ts ?? 0) + (around?.dur ?? 0) + 1);
    }
  });

  test.each(hostile)("is JSON with %j", (_, source) => {
    expect(JSON.parse(trace(source))).toHaveProperty("traceEvents");
  });
});

describe("summary.md", () => {
  test("says what each requirement came to and why", () => {
    const text = markdown(source);
    expect(text).toContain("## ❌ 2 of 3 requirements pass, 1 fails");
    expect(text).toMatch(/\| Gang scheduling \| ❌ fail \|.*saw 3 of 4 bound for 9\.8 s \| 21 s \|/);
  });

  test.each(hostile)("shows %j as text and nothing else", (_, source) => {
    const lines = markdown(source).split("\n");
    const tags = lines.flatMap((line) => line.match(/<[^>]*>?/g) ?? []);
    expect(new Set(tags)).toEqual(new Set(["<details>", "<details open>", "<summary>", "</summary>", "</details>"]));
    const rows = lines.filter((line) => line.startsWith("|"));
    const columns = (row: string) => row.replace(/\\[\\|]/g, "").split("|").length - 2;
    for (const row of rows) expect([4, 7]).toContain(columns(row));
    const text = lines.join("\n").replace(/`karat verify`|`[0-9a-f]{64}`/g, "");
    expect(text).not.toMatch(/(?<!\\)[`[\]]/);
    expect(text).not.toMatch(/@\w|:\/\//);
  });
});
