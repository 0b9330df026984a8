import type { Verification } from "../../attest/verification.js";
import { count } from "../../report/words.js";
import { PRODUCT } from "../document.js";
import type { Submission } from "../submission.js";
import { isClaimed } from "./cited.js";
import { classOf, EVIDENCE_CLASSES, type EvidenceClass } from "./class.js";

/** How much of a submission is really proven. */
export interface ProofTable {
  directory: string;
  /** In the file's order. */
  requirements: readonly ProofRow[];
  /** Requirements that are claimed, by the class of their evidence. */
  counts: Readonly<Record<EvidenceClass, number>>;
  claimed: number;
}

export interface ProofRow {
  id: string;
  level?: string;
  /** As it is written. */
  status: string;
  /** Absent where nothing is claimed, so that there is nothing to prove. */
  class?: EvidenceClass;
  why?: string;
  place: { file: string; line: number };
}

/** @param record what came of judging the submission's record again */
export function proofTable(submission: Submission, record?: Verification): ProofTable {
  const requirements = submission.document.claims.map((claim): ProofRow => {
    const { level, status, place } = claim;
    return {
      id: claim.id?.value ?? "?",
      ...(level ? { level: level.value } : {}),
      status: status?.value ?? "",
      ...(isClaimed(claim) ? classOf(submission, claim, record) : {}),
      place: { file: PRODUCT, line: place.line },
    };
  });
  const counts = counted((name) => requirements.filter((row) => row.class === name).length);
  const claimed = requirements.filter((row) => row.class !== undefined).length;
  return { directory: submission.directory, requirements, counts, claimed };
}

/** "12 requirements claimed: 3 machine-verified, 9 vendor page only". */
export function provenInWords({ counts, claimed }: Pick<ProofTable, "counts" | "claimed">): string {
  const parts = EVIDENCE_CLASSES.filter((name) => counts[name] > 0).map((name) => `${counts[name]} ${name}`);
  return [`${count(claimed, "requirement")} claimed`, ...(parts.length > 0 ? [parts.join(", ")] : [])].join(": ");
}

/** The sums of several tables. */
export function added(tables: readonly ProofTable[]): Pick<ProofTable, "counts" | "claimed"> {
  const counts = counted((name) => tables.reduce((sum, table) => sum + table.counts[name], 0));
  return { counts, claimed: tables.reduce((sum, { claimed }) => sum + claimed, 0) };
}

function counted(of: (name: EvidenceClass) => number): Record<EvidenceClass, number> {
  return Object.fromEntries(EVIDENCE_CLASSES.map((name) => [name, of(name)])) as Record<EvidenceClass, number>;
}
