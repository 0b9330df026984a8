import type { Verification } from "../attest/verification.js";
import type { VerifyOptions } from "../attest/verify.js";
import { contradictions } from "./evidence/contradictions.js";
import { verifiedRecord } from "./evidence/record.js";
import { proofTable } from "./evidence/table.js";
import type { Submission } from "./submission.js";

/** What came of judging the record that a submission holds. */
export interface HeldRecord {
  verification: Verification;
  /** Where the submission says something else than its record, in words. */
  contradictions: readonly string[];
  /** Requirements that are claimed and that the record proves, judged again here; none where anything is amiss. */
  proven: ReadonlySet<string>;
}

/**
 * Judges the record that a submission holds again, and holds the submission against it.
 * @returns undefined for a submission without one
 * @throws RecordError where it cannot be unpacked, or holds no record
 */
export async function judgeHeldRecord(submission: Submission, options: VerifyOptions): Promise<HeldRecord | undefined> {
  const verification = await verifiedRecord(submission, options);
  if (!verification) return undefined;
  const other = verification.outcome === "same" ? contradictions(submission, verification) : [];
  const rows = other.length > 0 ? [] : proofTable(submission, verification).requirements;
  const proven = rows.filter((row) => row.class === "machine-verified").map(({ id }) => id);
  return { verification, contradictions: other, proven: new Set(proven) };
}
