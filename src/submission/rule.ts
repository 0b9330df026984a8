import type { Finding, Severity } from "./finding.js";
import type { Submission } from "./submission.js";

/** What an answer to a link says; see links/. */
export interface LinkAnswer {
  /**
   * - `ok`: it is there
   * - `broken`: 404, 410, or no such host: for anybody
   * - `unchecked`: refused to a program (401, 403, 429), a server's error, silence, or not asked; for a person to look at
   * - `forbidden`: an address that no public page has, such as a private one
   */
  state: "ok" | "broken" | "unchecked" | "forbidden";
  /** Why, for people: "404 Not Found", "the host does not exist". */
  why: string;
  /** Where redirects ended, where that is another address. */
  leadsTo?: string;
}

/** What a rule may know besides the submission itself. What is absent, nobody asked for: rules about it stay silent. */
export interface Context {
  /** The programme's checklist of the submission's minor, with its sections and wording. */
  checklist?: SectionedChecklist;
  /** RFC 3339 date on which the submission is judged, e.g. "2026-08-01". */
  today: string;
  /** By URL as it is written. */
  links?: ReadonlyMap<string, LinkAnswer>;
  /** Other submissions that are there: of the same product in other minors, and of other vendors. */
  others?: readonly Submission[];
  /** The same folder without the change, as the base branch has it or the change found it; absent for a new one. */
  base?: Submission;
  /** Paths of the repository that the pull request touches, relative to its root. */
  touched?: readonly string[];
}

/** A checklist with the sections that its requirements stand in. */
export interface SectionedChecklist {
  minor: string;
  sections: readonly {
    name: string;
    requirements: readonly { id: string; level: "MUST" | "SHOULD"; wording: string }[];
  }[];
}

/** One rule of the strict profile: pure, small, and documented by itself (docs/rules.md is made from these). */
export interface Rule {
  /** As in the catalogue, e.g. "SPEC-004"; of what it does not have, KARAT and a number. */
  id: string;
  severity: Severity;
  /** One sentence: what must hold. */
  title: string;
  /** Why anybody cares. */
  why: string;
  /** How to mend it. */
  mend: string;
  check(submission: Submission, context: Context): Iterable<Finding>;
}
