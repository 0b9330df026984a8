import { citedFor } from "../evidence/cited.js";
import { kindOf } from "../evidence/kind.js";
import { isProven, saidOf } from "../evidence/proof.js";
import type { Claim } from "../document.js";
import type { Submission } from "../submission.js";
import type { Proof } from "./proof.js";

/**
 * How each claim of a submission is proven, by the best that is cited for it.
 * @param verified ids of the requirements that a record in the submission passes, judged again
 */
export function proofsOf(submission: Submission, verified: ReadonlySet<string>): ReadonlyMap<Claim, Proof> {
  return new Map(submission.document.claims.map((claim) => [claim, proofOf(submission, claim, verified)]));
}

function proofOf(submission: Submission, claim: Claim, verified: ReadonlySet<string>): Proof {
  if (claim.id !== undefined && verified.has(claim.id.value)) return "machine-verified";
  if (isProven(saidOf(submission, claim))) return "hybrid artifact";
  const kinds = new Set(citedFor(submission, claim).map(kindOf));
  if (["artifact", "transcript", "report"].some((kind) => kinds.has(kind as never))) return "script and log";
  return kinds.has("page") ? "vendor page only" : "nothing";
}
