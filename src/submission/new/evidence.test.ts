import { expect, test } from "vitest";
import { evidenceOf } from "./evidence.js";

test.each([
  ["1.36", "results/dra_support.md"],
  ["1.37", "file://results/junit.xml#TestDraSupport"],
  ["1.100", "file://results/junit.xml#TestDraSupport"],
  ["2.40", "results/dra_support.md"],
])("%s: evidence begins with %s", (minor, first) => {
  expect(evidenceOf("dra_support", minor)[0]).toBe(first);
});
