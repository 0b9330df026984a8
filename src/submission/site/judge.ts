import { check } from "../check.js";
import { proofsOf } from "../evidence/class.js";
import { SEVERITIES, type Finding } from "../finding.js";
import type { HeldRecord } from "../held-record.js";
import { RULES } from "../rules/index.js";
import type { Context, SectionedChecklist } from "../rule.js";
import type { Submission } from "../submission.js";
import type { Judged } from "./data.js";

/** What is known besides the submissions themselves. */
export interface Known {
  /** RFC 3339 date. */
  today: string;
  /** By minor. */
  checklists: ReadonlyMap<string, SectionedChecklist>;
  /** Day of each merge, by the submission's folder. */
  merged: ReadonlyMap<string, string>;
  /** What came of judging the record in a submission again, by the submission's folder. */
  records: ReadonlyMap<string, Pick<HeldRecord, "proofs">>;
}

/** Holds each submission against the strict profile, with all others beside it. */
export function judgeAll(submissions: readonly Submission[], known: Known): Judged[] {
  const { today, checklists, merged, records } = known;
  return submissions.map((submission) => {
    const { directory, minor = "" } = submission;
    const checklist = checklists.get(minor);
    const others = submissions.filter((one) => one !== submission);
    const context: Context = { today, others, ...(checklist ? { checklist } : {}) };
    const day = merged.get(directory);
    return {
      submission,
      findings: [...check(submission, context, RULES).findings].sort(worstFirst),
      proofs: records.get(directory)?.proofs ?? proofsOf(submission),
      ...(day === undefined ? {} : { merged: day }),
    };
  });
}

/** Those of one severity stay in the order of their places. */
function worstFirst(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
