import { expect, test } from "vitest";
import { levelsByMinor, levelsInWords } from "./levels.js";

test.each([
  ["gang_scheduling", "MUST in 1.33 to 1.37"],
  ["dra_support", "SHOULD in 1.33; MUST in 1.34 to 1.35"],
  ["workload_sandboxing", "SHOULD in 1.37"],
  ["agent_sandboxes", "in no checklist"],
])("%s: %s", (id, words) => {
  expect(levelsInWords(id)).toBe(words);
});

test("by minor, without those that lack it", () => {
  expect(levelsByMinor("dra_support")).toEqual({ "1.33": "SHOULD", "1.34": "MUST", "1.35": "MUST" });
});
