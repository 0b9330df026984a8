import { PRODUCT } from "./document.js";
import type { Finding, Severity } from "./finding.js";
import { notMendable } from "./fix.js";
import type { Context, Rule } from "./rule.js";
import type { Submission } from "./submission.js";

/** What the rules say of one submission. */
export interface Checked {
  submission: Submission;
  /** In the order of their places, PRODUCT.yaml's first; without edits where it cannot be mended, see notMendable. */
  findings: readonly Finding[];
  /** Rules that broke off: what they would have found is not known. Always a bug of karat. */
  broken: readonly { rule: string; error: unknown }[];
}

/**
 * Findings of one rule that are told of one submission: who has so many mends them all in one way. A file of 250 KiB can
 * be made to have 50,000, which nobody reads, and which take minutes to show.
 */
export const MOST = 200;

/** Holds a submission against rules. Pure, and never throws. */
export function check(submission: Submission, context: Context, rules: readonly Rule[]): Checked {
  const findings: Finding[] = [];
  const broken: { rule: string; error: unknown }[] = [];
  for (const rule of rules) {
    try {
      for (const finding of atMost(MOST, rule, submission, context)) findings.push(finding);
    } catch (error) {
      broken.push({ rule: rule.id, error });
    }
  }
  const told = notMendable(submission) === undefined ? findings : findings.map(withoutEdit);
  return { submission, findings: told.sort(byPlace), broken };
}

function withoutEdit(finding: Finding): Finding {
  const { edit: _, ...rest } = finding;
  return rest;
}

/** The first findings of a rule, and one that says that there are more. */
function* atMost(most: number, rule: Rule, submission: Submission, context: Context): Generator<Finding> {
  let told = 0;
  for (const finding of rule.check(submission, context)) {
    if (told++ < most) yield finding;
    else {
      const message = `there is more of this kind from here on, and ${most} findings of a rule are told`;
      return yield { rule: rule.id, severity: rule.severity, message, place: finding.place };
    }
  }
}

/** How many findings there are of each severity. */
export function tally(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warn: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

function byPlace({ place: a, rule }: Finding, { place: b, rule: other }: Finding): number {
  if (a.file !== b.file) return rank(a.file) - rank(b.file) || (a.file < b.file ? -1 : 1);
  return a.line - b.line || a.column - b.column || (rule < other ? -1 : Number(rule > other));
}

const rank = (file: string): number => (file === PRODUCT ? 0 : 1);
