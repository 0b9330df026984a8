import type { Verification, VerifiedRequirement } from "../../attest/verification.js";
import { count } from "../../report/words.js";
import type { Claim } from "../document.js";
import type { Submission } from "../submission.js";
import { citedFor } from "./cited.js";
import { kindOf } from "./kind.js";
import { isProven, saidOf, type Said } from "./proof.js";

/**
 * How a requirement is proven, strongest first.
 * - `machine-verified`: a record of karat's lies there, which was judged again here and passes
 * - `hybrid artifact`: the programme's own test passed, by results that lie there
 * - `script and log`: somebody wrote down what was done and what came of it
 * - `vendor page only`: documentation
 */
export const EVIDENCE_CLASSES = [
  "machine-verified",
  "hybrid artifact",
  "script and log",
  "vendor page only",
  "nothing",
] as const;
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number];

export interface Proven {
  class: EvidenceClass;
  /** In a few words: what it is that proves it, or why it is no more. */
  why: string;
}

/**
 * The class of one requirement's evidence.
 * @param record what came of judging the submission's record again; see judgeHeldRecord
 */
export function classOf(submission: Submission, claim: Claim, record?: Verification): Proven {
  const requirement = record?.requirements.find(({ id }) => id === claim.id?.value);
  if (!record || !requirement) return byEntries(submission, claim);
  const lacking = notVerified(submission, record, requirement);
  if (lacking === undefined)
    return { class: "machine-verified", why: `${count(requirement.checks.length, "check")}, judged again here` };
  const entries = byEntries(submission, claim);
  return { ...entries, why: `${entries.why}; ${lacking}` };
}

/** The classes of all claims, also of what needs no proof; see classOf. */
export function proofsOf(submission: Submission, record?: Verification): ReadonlyMap<Claim, Proven> {
  return new Map(submission.document.claims.map((claim) => [claim, classOf(submission, claim, record)]));
}

/** Why a record that has the requirement does not prove it; undefined where it does. */
function notVerified(
  { minor }: Submission,
  { outcome, run }: Verification,
  { again }: VerifiedRequirement,
): string | undefined {
  const version = run?.cluster ?? "";
  if (outcome !== "same") return "the record beside it does not verify";
  if (/^v?(\d+\.\d+)\b/.exec(version)?.[1] !== minor) return `the record beside it is of Kubernetes ${version}`;
  return again === "pass" ? undefined : `the record beside it says ${again}`;
}

function byEntries(submission: Submission, claim: Claim): Proven {
  const said = saidOf(submission, claim);
  const cited = citedFor(submission, claim);
  const kinds = new Set(cited.map(kindOf));
  const [first] = said;
  if (first && isProven(said)) return { class: "hybrid artifact", why: `${first.test.name} passed` };
  if (kinds.has("artifact")) return { class: "script and log", why: noProof(first) };
  if (kinds.has("transcript")) {
    const names = cited.flatMap(({ file }) => file?.path ?? []);
    return { class: "script and log", why: names.slice(0, 3).join(", ") };
  }
  if (kinds.has("report")) return { class: "script and log", why: "elsewhere, not read here" };
  if (kinds.has("page")) return { class: "vendor page only", why: count(cited.length, "page") };
  return { class: "nothing", why: cited.length === 0 ? "no evidence is given" : "none of it can be followed" };
}

function noProof(said: Said | undefined): string {
  if (said?.unfounded) return "results of karat's that no record bears out";
  return said?.result ? `${said.test.name} is a ${said.result.outcome}` : "results of another suite";
}
