import picocolors from "picocolors";
import { expect, test } from "vitest";
import type { Requirement } from "../../run/check.js";
import { checklistData, checklistText, matrixText } from "./spec.js";

const plain = picocolors.createColors(false);
const proven = [{ id: "gang_scheduling", title: "", checks: [{}, {}] }] as unknown as Requirement[];
const checklist = {
  minor: "1.36",
  sha256: "ab".repeat(32),
  requirements: [
    {
      id: "gang_scheduling",
      level: "MUST" as const,
      wording: "All tests start\u001b[2J, or none does, however long it takes.",
    },
    { id: "gpu_sharing", level: "SHOULD" as const },
  ],
};

test("a checklist with its wording, and what of it is proven", () => {
  expect(checklistText(checklist, proven, 50, plain).split("\n").slice(2)).toEqual([
    "  MUST    gang_scheduling  2 checks",
    "          All tests start␛[2J, or none does,",
    "          however long it takes.",
    "",
    "  SHOULD  gpu_sharing      not proven by karat",
    "",
  ]);
});

test("all checklists side by side", () => {
  const lines = matrixText(proven, plain).split("\n");
  expect(lines[0]?.trim()).toMatch(/^1\.33 +1\.34 +1\.35 +1\.36 +1\.37$/);
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {2}dra_support +SHOULD +MUST +MUST +– +– +not proven by karat$/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}gang_scheduling +(MUST +){5}2 checks$/));
});

test("the same for programs", () => {
  expect(checklistData(checklist, proven)).toMatchObject({
    minor: "1.36",
    sha256: checklist.sha256,
    requirements: [
      { id: "gang_scheduling", checks: 2 },
      { id: "gpu_sharing", checks: 0 },
    ],
  });
});
