/** How much a requirement weighs: every MUST is needed to be conformant, a SHOULD is recommended. */
export const LEVELS = ["MUST", "SHOULD"] as const;
export type Level = (typeof LEVELS)[number];

export interface ChecklistItem {
  /** The programme's id, e.g. "gang_scheduling". */
  id: string;
  level: Level;
  /** As the checklist words it; absent where the checklist itself was not read. */
  wording?: string;
}

/** What a platform is held against, in the programme's order. Stands in `run.started`, so that reports need no other file. */
export interface Checklist {
  /** Kubernetes minor that it is for, e.g. "1.37". */
  minor: string;
  /** Lower-case hex sha256 of the file that was read; absent where ids and levels are those that karat knows. */
  sha256?: string;
  requirements: ChecklistItem[];
}
