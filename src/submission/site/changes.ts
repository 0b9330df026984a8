import type { ClaimData } from "./model.js";

/** How what a product says about a requirement differs from what its submission before said. */
export interface Change {
  /** Absent where the submission before did not name the requirement. */
  before?: ClaimData;
  /** Evidence that is new, and that is gone. */
  added: number;
  removed: number;
}

/** @returns undefined where status, class of evidence and the evidence itself are the same */
export function changeOf(before: ClaimData | undefined, after: ClaimData): Change | undefined {
  if (before === undefined) return { added: after.evidence.length, removed: 0 };
  const [old, now] = [new Set(before.evidence), new Set(after.evidence)];
  const change = {
    before,
    added: [...now].filter((one) => !old.has(one)).length,
    removed: [...old].filter((one) => !now.has(one)).length,
  };
  const same = before.status === after.status && before.proof === after.proof && change.added + change.removed === 0;
  return same ? undefined : change;
}
