import { check } from "../check.js";
import type { Finding } from "../finding.js";
import type { Rule } from "../rule.js";
import { submitted } from "../rules/testing.js";
import type { Outcome } from "./outcome.js";

/** An outcome of one submission, with these findings of rules A-001 and B-001. */
export function outcomeOf(text: string, findings: readonly Finding[], more: Partial<Outcome> = {}): Outcome {
  const rules = ["A-001", "B-001"].map((id): Rule => ({
    id,
    severity: "error",
    title: `${id} holds.`,
    why: "It matters.",
    mend: "Mend it.",
    check: () => findings.filter(({ rule }) => rule === id),
  }));
  const checked = check(submitted(text), { today: "2026-08-01" }, rules);
  return {
    profile: "strict",
    version: "1.2.3",
    date: "2026-08-01",
    rules,
    checked: [{ ...checked, shown: "here/v1.36/acme", path: "v1.36/acme" }],
    unread: [],
    unasked: [],
    mended: [],
    unmended: [],
    ...more,
  };
}

/** A finding of a place in PRODUCT.yaml. */
export function finding(more: Partial<Finding> = {}): Finding {
  const place = { file: "PRODUCT.yaml", line: 2, column: 4, end: { line: 2, column: 7 } };
  return { rule: "A-001", severity: "error", message: "it is wrong", place, ...more };
}
