import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Checklist } from "../record/checklist.js";
import { knownChecklist } from "../spec/levels.js";
import { PINS } from "../spec/pins.js";
import { answerRecord, verifyAnswers } from "./testing-answers.js";

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-checklist-"));
  dir = join(root, "run");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a checklist", () => {
  const { minor, requirements } = knownChecklist("1.36");
  const softened = requirements.map((item) => ({ ...item, level: "SHOULD" as const }));
  const held = (checklist: Checklist) => {
    answerRecord(dir, {}, { checklist });
    return verifyAnswers(dir);
  };

  test("as karat knows it is in order, and what the run had no check of comes out again", () => {
    const found = held({ minor, requirements });
    expect(found).toMatchObject({ outcome: "same", notes: [] });
    expect(found.requirements).toHaveLength(requirements.length + 1);
    expect(found.requirements[0]).toMatchObject({ recorded: "inconclusive", again: "inconclusive", checks: [] });
  });

  test("that is called the programme's and has other levels cannot be right", () => {
    for (const digest of [{}, { sha256: PINS["1.36"].sha256 }]) {
      dir = mkdtempSync(join(root, "run-"));
      const found = held({ minor, requirements: softened, ...digest });
      expect(found.problems).toMatchObject([{ code: "checklist" }]);
      expect(found.problems[0]?.what).toContain("gang_scheduling is SHOULD; the programme's 1.36 has MUST");
    }
  });

  test("of one's own is no problem, but worth knowing", () => {
    const found = held({ minor, requirements: softened, sha256: "ab".repeat(32) });
    expect(found).toMatchObject({ outcome: "same", problems: [] });
    expect(found.notes).toEqual([
      expect.stringMatching(/1\.36 was not the programme's own file \(sha256 abab.*ai_inference is SHOULD/),
    ]);
  });

  test("of a minor that this karat does not know is in doubt", () => {
    expect(held({ minor: "1.99", requirements: [] }).doubts).toMatchObject([{ code: "unknown-checklist" }]);
  });
});
