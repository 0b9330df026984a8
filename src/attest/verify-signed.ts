import type { RunState } from "../record/fold.js";
import { statementProblems } from "./against-record.js";
import { openBundle } from "./bundle.js";
import { BundleError } from "./error.js";
import { expectedProblems, type Expected } from "./expected.js";
import type { Trust } from "./line.js";
import { asProblem } from "./problem.js";
import { attestable } from "./statements.js";
import type { Problem, Verification } from "./verification.js";
import { concluded, judgeRecord, type VerifyOptions } from "./verify.js";

export interface VerifySignedOptions extends VerifyOptions {
  /** A signature that is asked for; without one there need not be any. */
  signature?: {
    /** Bytes of the bundle; undefined where there is none. */
    bundle: Buffer | undefined;
    trust: Trust;
  };
  expected?: Expected;
  /** Milliseconds since epoch. */
  now?: number;
}

/**
 * Judges a record again as `verify` does, and holds it against what was signed about it, signature first, and against
 * what is expected of the run.
 * @throws RecordError `not-a-record` when there is nothing to verify; everything else is in the result
 */
export function verifySigned(dir: string, options: VerifySignedOptions): Verification {
  const { signature, expected = {}, now = Date.now() } = options;
  const { result, found } = judgeRecord(dir, options);
  const problems = signature ? signatureProblems(dir, found?.state, signature, result) : [];
  if (found) problems.push(...expectedProblems(found, expected, now));
  result.problems.unshift(...problems);
  return concluded(result);
}

function signatureProblems(
  dir: string,
  state: RunState | undefined,
  { bundle, trust }: NonNullable<VerifySignedOptions["signature"]>,
  result: Verification,
): Problem[] {
  if (!bundle) return [UNSIGNED];
  try {
    const { statements, signer } = openBundle(bundle, trust);
    result.signed = { by: signer, at: statements[1].predicate.attested.at };
    return state ? statementProblems(statements, attestable(dir, state)) : [];
  } catch (error) {
    if (!(error instanceof BundleError)) return [asProblem(error)];
    const { code, message, next } = error;
    return [{ code, what: message, next }];
  }
}

const UNSIGNED: Problem = {
  code: "unsigned",
  what: "the record is not signed: there is no bundle beside it",
  next: "have it signed with `karat attest`, or name the bundle with --bundle",
};
