import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ChecklistError } from "../spec/error.js";
import { sectionedChecklist } from "./checklist.js";

const CORPUS = new URL("../../../shared/corpus/checklists/", import.meta.url);

const FILE = `
metadata:
  kubernetesVersion: v1.36
spec:
  second:
    - id: b
      description: "words of b"
      level: SHOULD
  first:
    - id: a
      description: "words of a"
      level: MUST
`;

test("sections and requirements keep the file's order", () => {
  expect(sectionedChecklist(Buffer.from(FILE), "it.yaml")).toEqual({
    minor: "1.36",
    sections: [
      { name: "second", requirements: [{ id: "b", level: "SHOULD", wording: "words of b" }] },
      { name: "first", requirements: [{ id: "a", level: "MUST", wording: "words of a" }] },
    ],
  });
});

test("what is no checklist is refused", () => {
  expect(() => sectionedChecklist(Buffer.from("spec: 1"), "it.yaml")).toThrow(ChecklistError);
});

describe.skipIf(!existsSync(CORPUS))("the programme's checklists", () => {
  test.each(["1.33", "1.34", "1.35", "1.36", "1.37"])("%s has sections with requirements", (minor) => {
    const bytes = readFileSync(new URL(`AIConformance-${minor}.yaml`, CORPUS));
    const { sections } = sectionedChecklist(bytes, minor);
    expect(sections.length).toBeGreaterThan(2);
    for (const { requirements } of sections) expect(requirements.length).toBeGreaterThan(0);
  });
});
