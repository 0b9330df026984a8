import { tally } from "../submission/check.js";
import type { Finding } from "../submission/finding.js";

/**
 * - `passed`: no rule has anything against it
 * - `needs-human`: no errors, and something for a person to decide
 * - `failed`: errors
 * - `none`: the pull request touches no submission
 */
export type Outcome = "passed" | "needs-human" | "failed" | "none";

/** How one requirement is proven. */
export interface Proven {
  requirement: string;
  status: string;
  /** Class of the strongest evidence. */
  proof: string;
}

/** What the rules say of one folder of a pull request. */
export interface FolderVerdict {
  /** e.g. "v1.35/kops" */
  directory: string;
  /** Minor of the checklist that it was held against. */
  checklist?: string;
  /** The gravest first, MOST_FINDINGS at most. */
  findings: readonly Finding[];
  counts: { error: number; warn: number; info: number };
  proven: readonly Proven[];
  /** Why it could not be looked at. */
  unread?: string;
}

/** What the bot says of exactly one commit. */
export interface Verdict {
  head: string;
  /** Commit of the base branch that checklists and earlier submissions came from. */
  base: string;
  outcome: Outcome;
  folders: readonly FolderVerdict[];
  /** What a person has to look at because a program cannot. */
  notes: readonly string[];
}

/** Findings of a folder that are kept: a comment shows fewer. */
const MOST_FINDINGS = 300;

const GRAVITY = { error: 0, warn: 1, info: 2 } as const;

/** The part of a verdict about one folder, from all that was found. */
export function folderVerdict(
  directory: string,
  findings: readonly Finding[],
  more: Pick<FolderVerdict, "checklist" | "proven">,
): FolderVerdict {
  const kept = findings.toSorted((one, other) => GRAVITY[one.severity] - GRAVITY[other.severity]);
  return {
    directory,
    findings: kept.slice(0, MOST_FINDINGS),
    counts: tally(findings),
    ...more,
  };
}

/** The gravest of what was found decides. */
export function outcomeOf(folders: readonly FolderVerdict[], notes: readonly string[]): Outcome {
  if (folders.some(({ counts, unread }) => counts.error > 0 || unread !== undefined)) return "failed";
  if (folders.some(({ counts }) => counts.warn > 0) || notes.length > 0) return "needs-human";
  return folders.length === 0 ? "none" : "passed";
}
