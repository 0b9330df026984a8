import type { Claim, Located } from "../../document.js";

/** Entries of the list that name nothing. */
const NOTHING = /^(?:n\/?a|none|tbd|todo|-+|)$/i;

/** Evidence that names something, whatever it is. */
export function citedEvidence({ evidence }: Claim): Located<string>[] {
  return evidence.filter(({ value }) => !NOTHING.test(value.trim()));
}
