import { html, type Html } from "../../report/html/template.js";
import { count } from "../../report/words.js";
import type { ClaimData } from "./model.js";
import { PROOFS } from "./proof.js";
import { isClaim, STATUSES } from "./status.js";
import { STANDINGS, type Standing } from "./standing.js";

type Said = Pick<ClaimData, "status" | "proof">;

/** What is said about a requirement and what shows it, as one sign; its title is its name for screen readers too. */
export function mark(claim: Said): Html {
  return html`<i class="${markClass(claim)}" role="img" title="${inWords(claim)}">${STATUSES[claim.status].glyph}</i>`;
}

/** The same beside words that say it, and so without a name. */
export function silentMark(claim: Said): Html {
  return html`<i class="${markClass(claim)}" aria-hidden="true">${STATUSES[claim.status].glyph}</i>`;
}

/** "Implemented, script and log". */
export function inWords(claim: Said): string {
  const { word } = STATUSES[claim.status];
  return isClaim(claim) ? `${word}, ${claim.proof}` : word;
}

/** Colour by the status; fill and the bar below by the proof. */
function markClass(claim: Said): string {
  const { tone } = STATUSES[claim.status];
  const proof = isClaim(claim) ? ` e${PROOFS[claim.proof].strength}` : "";
  return `mark ${tone} s-${claim.status}${proof}`;
}

export function standingBadge(standing: Standing): Html {
  const { word, tone, meaning } = STANDINGS[standing];
  return html`<span class="standing ${tone}" title="${meaning}">${word}</span>`;
}

/** What the strict check found, in as few words as go into a table. */
export function foundInWords({ error, warn }: { error: number; warn: number }): string {
  const parts = [error > 0 && count(error, "error"), warn > 0 && count(warn, "warning")].filter((one) => one !== false);
  return parts.join(", ") || "nothing";
}
