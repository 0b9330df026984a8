import fc from "fast-check";
import { expect, test } from "vitest";
import { Undecidable } from "../record/judge.js";
import { parseVector, queryPath } from "./promql.js";

const vector = (...result: unknown[]): string =>
  JSON.stringify({ status: "success", data: { resultType: "vector", result } });

test("reads an instant vector", () => {
  const text = vector(
    { metric: { __name__: "up", job: "a" }, value: [1700000000.5, "1"] },
    { metric: {}, value: [1, "+Inf"] },
  );
  expect(parseVector(text)).toEqual([
    { name: "up", labels: new Map([["job", "a"]]), value: 1 },
    { name: "", labels: new Map(), value: Infinity },
  ]);
});

test.each([
  ["a page", "<html>", /not JSON/],
  ["nothing", "", /not JSON/],
  ["an error", '{"status":"error","errorType":"bad_data","error":"parse error"}', /bad_data: parse error/],
  ["a matrix", '{"status":"success","data":{"resultType":"matrix","result":[]}}', /no instant vector/],
  ["a list of pods", '{"kind":"PodList","items":[]}', /no instant vector/],
  ["a value that is none", vector({ metric: {}, value: [1, "many"] }), /"many" is no value/],
])("%s is undecidable", (_, text, message) => expect(() => parseVector(text)).toThrow(message));

test("whatever comes is read, or refused as undecidable", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        parseVector(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Undecidable);
      }
    }),
  );
});

test("a query survives the way", () => {
  const path = queryPath('a{b=~"c|d&e"} + 1');
  expect(new URL(path, "http://x").searchParams.get("query")).toBe('a{b=~"c|d&e"} + 1');
});
