import { html, type Html } from "../../report/html/template.js";
import { EVIDENCE_CLASSES, type EvidenceClass } from "../evidence/class.js";
import { isClaim, type Status } from "./status.js";

interface ProofWords {
  /** 4 to 0: pips below a mark. */
  strength: 0 | 1 | 2 | 3 | 4;
  meaning: string;
}

/** How a claim may be proven. */
export const PROOFS: Readonly<Record<EvidenceClass, ProofWords>> = {
  "machine-verified": {
    strength: 4,
    meaning: "the raw facts of a run lie there, and were judged again here with the same verdict",
  },
  "hybrid artifact": {
    strength: 3,
    meaning: "the programme's own automated test passed, by the results that lie there",
  },
  "script and log": {
    strength: 2,
    meaning: "what was done and what came out is written down, for a person to follow; it may be elsewhere",
  },
  "vendor page only": {
    strength: 1,
    meaning: "links lead to documentation, which says what should be and not what was seen",
  },
  nothing: { strength: 0, meaning: "no evidence is given, or none that anybody can follow" },
};

export type ProofCounts = Readonly<Record<EvidenceClass, number>> & { readonly total: number };

/** How many of the claims are proven how; what nobody claims needs no proof and is not counted. */
export function countProofs(all: readonly { status: Status; proof: EvidenceClass }[]): ProofCounts {
  const counts = { total: 0, ...Object.fromEntries(EVIDENCE_CLASSES.map((name) => [name, 0])) } as Record<
    EvidenceClass | "total",
    number
  >;
  for (const claim of all.filter(isClaim)) {
    counts[claim.proof]++;
    counts.total++;
  }
  return counts;
}

/** Claims that more speaks for than a vendor's page. */
export function shown(counts: ProofCounts): number {
  return counts["machine-verified"] + counts["hybrid artifact"] + counts["script and log"];
}

/** "3 script and log, 9 vendor page only", strongest first. */
export function proofsInWords(counts: ProofCounts): string {
  const parts = EVIDENCE_CLASSES.filter((name) => counts[name] > 0).map((name) => `${counts[name]} ${name}`);
  return parts.join(", ") || "no claims";
}

/** The counts as one bar, strongest first. */
export function proofBar(counts: ProofCounts): Html {
  let from = 0;
  const parts = EVIDENCE_CLASSES.map((name) => {
    const width = counts.total === 0 ? 0 : (counts[name] / counts.total) * 100;
    const x = from;
    from += width;
    return (
      width > 0 &&
      html`<rect class="e${PROOFS[name].strength}" x="${percent(x)}" width="${percent(width)}" height="100%" />`
    );
  });
  return html`<svg class="proofs" role="img">
    <title>${proofsInWords(counts)}</title>
    ${parts}
  </svg>`;
}

/** The counts as a bar with its key. */
export function proofKey(counts: ProofCounts): Html {
  return html`${proofBar(counts)}
    <ul class="key">
      ${EVIDENCE_CLASSES.map((name) => {
        const share = counts.total === 0 ? 0 : Math.round((counts[name] / counts.total) * 100);
        return html`<li>
          <span class="swatch e${PROOFS[name].strength}" aria-hidden="true"></span> <b>${counts[name]}</b> ${name}
          <span class="quiet">${share} %</span>
        </li>`;
      })}
    </ul>`;
}

function percent(value: number): string {
  return `${Number(value.toFixed(2))}%`;
}
