import { RecordReader } from "../record/reader.js";
import { writeBundle } from "./bundle.js";
import type { Sign } from "./line.js";
import type { Attester } from "./run-predicate.js";
import { attestable, statementsOf, type Statements } from "./statements.js";
import type { Verification } from "./verification.js";
import { verify, type VerifyOptions } from "./verify.js";

export interface Attestation {
  /** What came of judging the record again before anything was signed. */
  found: Verification;
  /** Absent for a record that does not come out again: karat does not stand for that. */
  signed?: { bundle: string; statements: Statements };
}

/**
 * Judges a record again, and says what there is to sign where it came out as it says.
 * @throws RecordError `not-a-record`
 */
export function judgeAgain(
  dir: string,
  { attester, ...options }: VerifyOptions & { attester: Attester },
): { found: Verification; statements?: Statements } {
  const found = verify(dir, options);
  if (found.outcome !== "same") return { found };
  return { found, statements: statementsOf(attestable(dir, new RecordReader(dir).state()), attester) };
}

/**
 * Signs what a record says, once it has come out again. The record itself stays as it is.
 * @throws AttestationError `network`; RecordError `not-a-record`
 */
export async function attest(
  dir: string,
  { sign, ...options }: VerifyOptions & { attester: Attester; sign: Sign },
): Promise<Attestation> {
  const { found, statements } = judgeAgain(dir, options);
  return statements ? { found, signed: { bundle: await writeBundle(statements, sign), statements } } : { found };
}
