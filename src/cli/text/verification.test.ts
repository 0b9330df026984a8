import picocolors from "picocolors";
import { expect, test } from "vitest";
import type { Verification } from "../../attest/verification.js";
import { verificationText } from "./verification.js";

const plain = picocolors.createColors(false);
const HASH = "ab".repeat(32);
const same: Verification = {
  outcome: "same",
  record: { events: 12, blobs: 1, bytes: 5000, rootHash: HASH },
  run: { id: "r", writtenBy: "1.0.0", cluster: "v1.37.2", startedAt: "2026-01-01T00:00:00.000Z", finished: true },
  judgedBy: "1.0.0",
  requirements: [
    {
      id: "a",
      recorded: "pass",
      again: "pass",
      reason: "",
      checks: [{ id: "a/b", recorded: "pass", again: "pass", reason: "" }],
    },
  ],
  problems: [],
  doubts: [],
  notes: [],
};

test("a record that comes out again", () => {
  expect(verificationText("result", same, plain)).toBe(
    [
      `result: 12 events, 1 blob, 4.9 KiB, root ${HASH}`,
      "written by karat 1.0.0 on Kubernetes v1.37.2, started 2026-01-01T00:00:00.000Z; judged again by karat 1.0.0",
      "",
      "  ✓ pass          a                            as recorded, 1 check",
      "",
      "Same: the record is whole, and every verdict comes out again.",
      "",
    ].join("\n"),
  );
});

test("what is wrong, with what was expected and what to do; at most twenty of them", () => {
  const problem = {
    code: "altered",
    what: "blobs/x was altered",
    place: { file: "blobs/x", expected: "aa", found: "bb" },
    next: "get it again",
  } as const;
  const text = verificationText(
    "result",
    { ...same, outcome: "different", problems: Array.from({ length: 25 }, () => problem) },
    plain,
  );
  expect(text).toContain("  ✗ blobs/x was altered\n      expected aa\n      found    bb\n      next: get it again\n");
  expect(text).toContain("… and 5 more");
  expect(text).toContain("Different: 25 problems in this record.");
});

test("a hostile record cannot write to the terminal", () => {
  const evil = "\u001b[2J\u001b]0;pass\u0007\n✓ pass\u202e";
  const hostile: Verification = {
    ...same,
    outcome: "undecided",
    run: { ...same.run!, writtenBy: evil, cluster: evil },
    requirements: [{ ...same.requirements[0]!, id: evil }],
    problems: [{ code: "flaw", what: evil, place: { file: evil, expected: evil, found: evil } }],
    doubts: [{ code: "unknown-check", what: evil }],
    notes: [evil],
  };
  const text = verificationText("result", hostile, plain);
  expect(["\u001b", "\u0007", "\u202e"].filter((character) => text.includes(character))).toEqual([]);
  expect(text.split("\n").filter((line) => line.startsWith("✓"))).toEqual([]);
});
