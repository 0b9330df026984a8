import type { Verification } from "../../attest/verification.js";
import { verify, type VerifyOptions } from "../../attest/verify.js";
import { packedRecord, withUnpacked } from "../packed-record.js";
import type { Submission } from "../submission.js";

/**
 * Judges the record that a submission holds again.
 * @param options the caller's judges: a submission knows no requirements
 * @returns undefined where it holds none
 * @throws RecordError where it holds one that cannot be unpacked or read
 */
export async function verifiedRecord({ files }: Submission, options: VerifyOptions): Promise<Verification | undefined> {
  const packed = packedRecord(files);
  return packed && withUnpacked(packed, (dir) => verify(dir, options));
}
