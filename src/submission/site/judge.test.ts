import { expect, test } from "vitest";
import type { Verification } from "../../attest/verification.js";
import { proofsOf } from "../evidence/class.js";
import { CLEAN, submitted } from "../rules/testing.js";
import { judgeAll } from "./judge.js";

const NOTHING = { today: "2026-08-01", checklists: new Map(), merged: new Map(), records: new Map() };

test("the worst findings come first, and a submission is seen beside all others", () => {
  const text = CLEAN.replace('"2.4.1"', '"2.4.x"').replace('status: "Implemented"', "status: Sort of");
  const [first] = judgeAll([submitted(text), submitted(CLEAN, { directory: "v1.36/other" })], NOTHING);
  const severities = first?.findings.map(({ severity }) => severity) ?? [];
  expect(severities).toEqual([
    ...severities.filter((one) => one === "error"),
    ...severities.filter((one) => one === "warn"),
    ...severities.filter((one) => one === "info"),
  ]);
  const rules = new Set(first?.findings.map(({ rule }) => rule));
  for (const rule of ["META-004", "SPEC-005", "CROSS-001"]) expect(rules).toContain(rule);
});

test("what a record in the submission passes is machine-verified, the rest is proven by what is cited", () => {
  const submission = submitted(CLEAN);
  const record = {
    outcome: "same",
    run: { cluster: "v1.36.2" },
    requirements: [{ id: "gang_scheduling", again: "pass", checks: [] }],
  } as unknown as Verification;
  const [judged] = judgeAll([submission], {
    ...NOTHING,
    merged: new Map([["v1.36/acme", "2026-05-01"]]),
    records: new Map([["v1.36/acme", { proofs: proofsOf(submission, record) }]]),
  });
  expect(submission.document.claims.map((claim) => judged?.proofs.get(claim)?.class)).toEqual([
    "vendor page only",
    "machine-verified",
    "vendor page only",
    "vendor page only",
  ]);
  expect(judged?.merged).toBe("2026-05-01");
});
