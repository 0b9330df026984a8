import type { Level } from "../../record/checklist.js";
import type { EvidenceClass } from "../evidence/class.js";
import type { Finding } from "../finding.js";
import type { Standing } from "./standing.js";
import type { Status } from "./status.js";

/** All that the pages say: what data.json holds, for others to use. Newest minors come first, products by name. */
export interface SiteData {
  /** What made it, e.g. "karat 0.1.0". */
  tool: string;
  /** RFC 3339 date on which the submissions were judged. */
  date: string;
  minors: MinorData[];
  submissions: Entry[];
  /** Folders that could not be read as a submission, and why. */
  unread: { directory: string; why: string }[];
}

/** A Kubernetes minor that there are submissions for. */
export interface MinorData {
  minor: string;
  /** Whether the programme takes new submissions for it. */
  accepting: boolean;
  /** Whether the programme's checklist was at hand: without it the strict check is silent about ids, levels and wording. */
  checklist: boolean;
  /** In the checklist's order; without levels where karat knows no checklist of that minor. */
  requirements: { id: string; level?: Level; wording?: string }[];
}

/** One submission. Every text but `page` is the vendor's own, of bounded length, and to be escaped. */
export interface Entry {
  /** e.g. "v1.35/kops". */
  directory: string;
  minor: string;
  /** Names the product's page: all submissions with the same one are versions of one product. */
  page: string;
  name: string;
  vendor: string;
  version: string;
  /** What the vendor links to, as written. */
  links: { label: string; url: string }[];
  /** Day on which it was merged, as git's history tells it; absent where it does not. */
  merged?: string;
  /** Day from which it no longer holds. */
  until?: string;
  /** Newer minor that the product was submitted for. */
  supersededBy?: string;
  standing: Standing;
  claims: ClaimData[];
  /** What the strict check found, by severity; `findings` has the first of them. */
  found: { error: number; warn: number; info: number };
  findings: Pick<Finding, "rule" | "severity" | "message" | "place" | "fix">[];
}

/** What a submission says about one requirement, and what shows it. */
export interface ClaimData {
  id: string;
  level?: Level;
  status: Status;
  /** The status as written, where it is none of the programme's. */
  written?: string;
  proof: EvidenceClass;
  /** What it is that proves it, or why it is no more, in a few words. */
  why: string;
  /** Links and paths, as written. */
  evidence: string[];
  notes?: string;
}
