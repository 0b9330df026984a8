import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Undecidable } from "../record/judge.js";
import { parseExposition } from "./exposition.js";

const parse = (text: string) =>
  parseExposition(text).samples.map(({ name, labels, value }) => ({ name, labels: Object.fromEntries(labels), value }));

describe("what exporters write", () => {
  test("a family with labels, HELP and TYPE", () => {
    const text = `# HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).
# TYPE DCGM_FI_DEV_GPU_UTIL gauge
DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-1",modelName="NVIDIA \\"H100\\""} 12
`;
    expect(parse(text)).toEqual([
      { name: "DCGM_FI_DEV_GPU_UTIL", labels: { gpu: "0", UUID: "GPU-1", modelName: 'NVIDIA "H100"' }, value: 12 },
    ]);
    expect([...parseExposition(text).described]).toEqual(["DCGM_FI_DEV_GPU_UTIL"]);
  });

  test("HELP and TYPE alone are no sample", () => {
    const { samples, described } = parseExposition("# HELP a about a\n# TYPE a gauge\n");
    expect(samples).toEqual([]);
    expect(described.has("a")).toBe(true);
  });

  test.each([
    ["a 1", { name: "a", labels: {}, value: 1 }],
    ["a{} +Inf", { name: "a", labels: {}, value: Infinity }],
    ["a -Inf 1700000000000", { name: "a", labels: {}, value: -Infinity }],
    ["a NaN", { name: "a", labels: {}, value: NaN }],
    ["a\t1.5e-3", { name: "a", labels: {}, value: 0.0015 }],
    ['a { b = "c" , } .5', { name: "a", labels: { b: "c" }, value: 0.5 }],
    ['a_bucket{le="1"} 3 # {trace_id="x"} 0.7 1520879607.789', { name: "a_bucket", labels: { le: "1" }, value: 3 }],
    ['{"my.metric", "my.label"="v"} 2', { name: "my.metric", labels: { "my.label": "v" }, value: 2 }],
    ['a{b="\\\\n\\n"} 1', { name: "a", labels: { b: "\\n\n" }, value: 1 }],
    ['a{b="}, # 1"} 1\r', { name: "a", labels: { b: "}, # 1" }, value: 1 }],
  ])("%s", (line, sample) => expect(parse(`${line}\n# EOF\n`)).toEqual([sample]));
});

test.each([
  "<html><body>Not found</body></html>",
  '{"status":"success"}',
  "a",
  "a one",
  "a{b=1} 1",
  'a{b="c"',
  'a{b="c" d="e"} 1',
  'a{b="1",b="2"} 1',
  "a 1 2 3",
])("%s is refused, with its line", (line) => {
  expect(() => parseExposition(`fine 1\n${line}\n`)).toThrow(/^line 2 is not in Prometheus's format/);
});

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,20}$/);
const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,10}$/);
const sample = fc.record({
  name,
  labels: fc.dictionary(label, fc.string({ unit: "grapheme" }), { maxKeys: 5, noNullPrototype: true }),
  value: fc.oneof(fc.double({ noNaN: true }), fc.integer()),
});
const written = (value: number): string => (Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf");
const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

test("whatever is written by the rules is read as it was meant", () => {
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 10 }), (samples) => {
      const text = samples.map(({ name, labels, value }) => {
        const pairs = Object.entries(labels).map(([key, content]) => `${key}="${escaped(content)}"`);
        return `${name}{${pairs.join(",")}} ${written(value)}\n`;
      });
      expect(parse(text.join(""))).toEqual(samples.map((each) => ({ ...each, value: Number(written(each.value).replace("Inf", "Infinity")) }))); // prettier-ignore
    }),
  );
});

test("whatever else comes is read, or refused as undecidable", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      try {
        parseExposition(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Undecidable);
      }
    }),
  );
});
