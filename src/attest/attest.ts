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
 * Signs what a record says, once it has come out again. The record itself stays as it is.
 * @throws AttestationError `network`; RecordError `not-a-record`
 */
export async function attest(
  dir: string,
  { attester, sign, ...options }: VerifyOptions & { attester: Attester; sign: Sign },
): Promise<Attestation> {
  const found = verify(dir, options);
  if (found.outcome !== "same") return { found };
  const statements = statementsOf(attestable(dir, new RecordReader(dir).state()), attester);
  return { found, signed: { bundle: await writeBundle(statements, sign), statements } };
}
