import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sectionedChecklist } from "../checklist.js";
import { folderTree } from "../folder-tree.js";
import { findSubmissions, loadSubmission } from "../load.js";
import type { SectionedChecklist } from "../rule.js";
import type { Submission } from "../submission.js";
import { integrity } from "./integrity/index.js";
import { metadata } from "./metadata/index.js";
import { spec } from "./spec/index.js";
import { yaml } from "./yaml/index.js";

/** Real submissions, where they lie beside the checkout; they are no part of it. */
const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);

/** Findings of each rule there, every one of which a person has read. A rule that is not named finds nothing. */
const READ = {
  "INT-006": 2,
  "YAML-004": 3,
  "YAML-006": 10,
  "META-001": 33,
  "META-002": 16,
  "META-004": 18,
  "META-008": 7,
  "META-009": 4,
  "META-010": 9,
  "META-011": 5,
  "META-012": 2,
  "SPEC-001": 1,
  "SPEC-003": 11,
  "SPEC-004": 2,
  "SPEC-006": 2,
  "SPEC-007": 2,
  "SPEC-008": 5,
  "SPEC-009": 6,
  "SPEC-010": 3,
  "SPEC-011": 8,
  "SPEC-012": 30,
};

describe.skipIf(!existsSync(CORPUS))("the submissions that were merged", () => {
  test("are told what a person has read, and nothing else", async () => {
    const tree = await folderTree(fileURLToPath(new URL("submissions", CORPUS)));
    const submissions: Submission[] = [];
    for (const directory of await findSubmissions(tree)) submissions.push(await loadSubmission(tree, directory));
    const counts: Record<string, number> = {};
    for (const submission of submissions) {
      const others = submissions.filter((other) => other !== submission);
      const context = { today: "2026-08-01", checklist: checklistOf(submission.minor ?? ""), others };
      for (const rule of [...integrity, ...yaml, ...metadata, ...spec]) {
        for (const { rule: id } of rule.check(submission, context)) counts[id] = (counts[id] ?? 0) + 1;
      }
    }
    expect(counts).toEqual(READ);
  });
});

function checklistOf(minor: string): SectionedChecklist {
  const name = `AIConformance-${minor}.yaml`;
  return sectionedChecklist(readFileSync(new URL(`checklists/${name}`, CORPUS)), name);
}
