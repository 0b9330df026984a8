import type { Place, RecordErrorCode } from "../record/error.js";
import type { CheckKind, Verdict } from "../record/verdict.js";
import type { Facts } from "../record/facts.js";
import type { Expect } from "../record/judge.js";

/** What verify needs to know of a check: the parts of a Check that are not about the cluster. */
export interface Judge {
  kind: CheckKind;
  proves: string;
  judge(facts: Facts, expect: Expect): void;
}

/**
 * Something that is not as it was written, or that does not come out again.
 * - `extra-file`: nothing in the record names it
 * - `verdict`: judged again, a check or requirement comes out differently
 * - `judgement`: same verdict, but for other expectations or in other words
 * - `plan`: a check is not what this version of karat knows under its name, or is left out
 * - `checklist`: what is called the programme's has not its ids and levels
 * - `flaw`: the events of a check cannot be as karat writes them
 * - `report`: a report is not what this version of karat, which is said to have written it, makes of the record
 * - `time`: times that cannot be, by more than clocks are apart
 * - `cleaned`: what was cleaned up is told in two ways
 * - `nonce`: the run's nonce is not made of its challenge, or a check was observed under another one
 * - `unsigned`: no bundle where a signature was asked for
 * - `bundle`, `signature`, `identity`: no signature that is to be believed, see BundleErrorCode
 * - `statement`: what is signed is not what the record says
 * - `challenge`, `age`, `cluster`: the run is not the one that was asked for
 */
export interface Problem {
  code:
    | RecordErrorCode
    | "extra-file"
    | "verdict"
    | "judgement"
    | "plan"
    | "flaw"
    | "checklist"
    | "report"
    | "time"
    | "cleaned"
    | "nonce"
    | "unsigned"
    | "bundle"
    | "signature"
    | "identity"
    | "statement"
    | "challenge"
    | "age"
    | "cluster";
  /** One sentence: what, where, recorded against found. */
  what: string;
  check?: string;
  place?: Place;
  next?: string;
}

/**
 * Why the record cannot be judged to its end although nothing in it is wrong.
 * - `unfinished`, `in-use`, `killed`: there may be more to come, and the end may be in pieces
 * - `unknown-check`: this version of karat has no judge for it
 * - `unplanned-check`: this version proves more for a requirement than the version that wrote the record
 * - `not-judged`: the record holds the facts and no verdict
 * - `nothing`: no check was planned
 * - `unknown-checklist`: the programme has no checklist for that minor that this version knows
 */
export interface Doubt {
  code:
    | "unfinished"
    | "in-use"
    | "killed"
    | "unknown-check"
    | "unplanned-check"
    | "not-judged"
    | "nothing"
    | "unknown-checklist";
  what: string;
  check?: string;
}

export interface VerifiedCheck {
  id: string;
  /** As the record has it, by the fold. */
  recorded: Verdict;
  /** Judged again; absent for a check that this version does not know. */
  again?: Verdict;
  reason: string;
}

export interface VerifiedRequirement {
  id: string;
  /** As `run.finished` states it; absent in a run that did not finish. */
  recorded?: Verdict;
  again: Verdict;
  reason: string;
  checks: VerifiedCheck[];
}

/** Who made a signature that was found good. */
export type Signer =
  /** @property id hex sha256 of the public key's SPKI */
  | { kind: "key"; id: string }
  /** By a certificate that was issued to `name` after `issuer` had identified it, logged at `loggedAt` (RFC 3339). */
  | { kind: "identity"; name: string; issuer: string; loggedAt: string };

/** What came of verifying one record. */
export interface Verification {
  /** `different` when anything is broken or differs, `undecided` when something could not be judged. */
  outcome: "same" | "different" | "undecided";
  record: {
    events: number;
    blobs: number;
    /** Bytes of events and blobs. */
    bytes: number;
    rootHash?: string;
  };
  run?: {
    id: string;
    writtenBy: string;
    cluster: string;
    startedAt: string;
    finished: boolean;
    /** What somebody asked for who wanted a fresh run. */
    challenge?: string;
  };
  /** Who signed the statements about the record; absent where no signature was asked for, or none is to be believed. */
  signed?: { by: Signer; at: string };
  /** Version of the judges. */
  judgedBy: string;
  requirements: VerifiedRequirement[];
  problems: Problem[];
  doubts: Doubt[];
  /** Worth knowing, and no problem: what changed between two versions of karat. */
  notes: string[];
}
