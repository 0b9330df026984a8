import type { Verification } from "../attest/verification.js";
import { verify, type VerifyOptions } from "../attest/verify.js";
import { bundleProblems } from "./bundle-problems.js";
import { bundlesOf, isOfRecord } from "./evidence/bundles.js";
import { contradictions } from "./evidence/contradictions.js";
import { proofTable } from "./evidence/table.js";
import { packedRecord, withUnpacked } from "./packed-record.js";
import type { Submission } from "./submission.js";

/** What came of judging the record that a submission holds. */
export interface HeldRecord {
  verification: Verification;
  /** Where the submission, or a bundle beside the record, says something else than the record, in words. */
  contradictions: readonly string[];
  /** Requirements that are claimed and that the record proves, judged again here; none where anything is amiss. */
  proven: ReadonlySet<string>;
}

/**
 * Judges the record that a submission holds again, and holds the submission and the bundles beside it against it.
 * @returns undefined for a submission without one
 * @throws RecordError where it cannot be unpacked, or holds no record
 */
export async function judgeHeldRecord(submission: Submission, options: VerifyOptions): Promise<HeldRecord | undefined> {
  const packed = packedRecord(submission.files);
  if (!packed) return undefined;
  const { verification, other } = await withUnpacked(packed, (dir) => {
    const verification = verify(dir, options);
    const bundles = verification.outcome === "same" ? otherBundles(submission, dir) : [];
    return { verification, other: bundles };
  });
  if (verification.outcome === "same") other.push(...contradictions(submission, verification));
  const rows = other.length > 0 ? [] : proofTable(submission, verification).requirements;
  const proven = rows.filter((row) => row.class === "machine-verified").map(({ id }) => id);
  return { verification, contradictions: other, proven: new Set(proven) };
}

/** @param dir the submission's record, unpacked */
function otherBundles(submission: Submission, dir: string): string[] {
  return bundlesOf(submission)
    .filter((bundle) => isOfRecord(submission, bundle))
    .flatMap(({ path, bytes }) => bundleProblems(dir, Buffer.from(bytes ?? [])).map((what) => `${path}: ${what}`));
}
