import type { Verification } from "../attest/verification.js";
import { verify, type VerifyOptions } from "../attest/verify.js";
import { RecordError } from "../record/error.js";
import { RecordReader } from "../record/reader.js";
import { checklistResult, type ChecklistResult } from "../report/results.js";
import { bundleProblems } from "./bundle-problems.js";
import type { Claim } from "./document.js";
import { bundlesOf, isOfRecord } from "./evidence/bundles.js";
import { proofsOf, type Proven } from "./evidence/class.js";
import { contradictions } from "./evidence/contradictions.js";
import { proofTable, type ProofTable } from "./evidence/table.js";
import { namedSigners } from "./named-signers.js";
import { packedRecord, withoutRecord, withUnpacked } from "./packed-record.js";
import type { Submission, SubmittedFile } from "./submission.js";

/** What came of judging the record that a submission holds, and what the submission proves with it. */
export interface HeldRecord {
  /** `unreadable` where it cannot be unpacked, or is no record. */
  outcome: Verification["outcome"] | "unreadable";
  /** Why it is not the same, if it is not. */
  why?: string;
  /** Where the submission, or a bundle beside the record, says something else than the record, in words. */
  contradictions: readonly string[];
  /** Of one that is the same and contradicts nothing. */
  origin?: Origin;
  /** Made without the record where anything is amiss. */
  table: ProofTable;
  /** The same of all claims, also of those that need no proof. */
  proofs: ReadonlyMap<Claim, Proven>;
}

/** What a record does not prove by being judged again. */
export interface Origin {
  /** What the run was held against; absent where that was no checklist. */
  checklist?: ChecklistResult;
  /** See namedSigners; empty where nobody signed it. */
  signers: readonly string[];
}

/**
 * Judges the record that a submission holds again, and holds the submission and the bundles beside it against it.
 * @returns undefined for a submission without one
 * @throws RecordError where this machine is at fault, not the record
 */
export async function judgeHeldRecord(submission: Submission, options: VerifyOptions): Promise<HeldRecord | undefined> {
  const packed = packedRecord(submission.files);
  if (!packed) return undefined;
  try {
    return await withUnpacked(packed, (dir) => {
      const verification = verify(dir, options);
      if (verification.outcome !== "same") return held(submission, verification, []);
      const contradictions = allContradictions(submission, verification, dir);
      const judged = held(submission, verification, contradictions);
      return contradictions.length > 0 ? judged : { ...judged, origin: originOf(submission, dir) };
    });
  } catch (error) {
    if (!(error instanceof RecordError) || OURS.has(error.code)) throw error;
    return { outcome: "unreadable", why: error.message, contradictions: [], ...shown(withoutRecord(submission)) };
  }
}

/** A full disk is this machine's. */
const OURS: ReadonlySet<RecordError["code"]> = new Set(["disk-full", "io"]);

function held(submission: Submission, verification: Verification, contradictions: readonly string[]): HeldRecord {
  const { outcome, problems, doubts } = verification;
  const why = [...problems, ...doubts][0]?.what;
  const told = { outcome, contradictions, ...(why === undefined ? {} : { why }) };
  if (contradictions.length > 0) return { ...told, ...shown(withoutRecord(submission)) };
  return { ...told, ...shown(outcome === "same" ? submission : withoutRecord(submission), verification) };
}

function shown(submission: Submission, record?: Verification): Pick<HeldRecord, "table" | "proofs"> {
  return { table: proofTable(submission, record), proofs: proofsOf(submission, record) };
}

/** @param dir the submission's record, unpacked */
function originOf(submission: Submission, dir: string): Origin {
  const { checklist } = new RecordReader(dir).state();
  const signers = new Set(bundlesBeside(submission).flatMap(({ bytes }) => namedSigners(Buffer.from(bytes ?? []))));
  return { ...(checklist && { checklist: checklistResult(checklist) }), signers: [...signers] };
}

function bundlesBeside(submission: Submission): SubmittedFile[] {
  return bundlesOf(submission).filter((bundle) => isOfRecord(submission, bundle));
}

/** @param dir the submission's record, unpacked */
function allContradictions(submission: Submission, verification: Verification, dir: string): string[] {
  const bundles = bundlesBeside(submission).flatMap(({ path, bytes }) =>
    bundleProblems(dir, Buffer.from(bytes ?? [])).map((what) => `${path}: ${what}`),
  );
  return [...bundles, ...contradictions(submission, verification)];
}
