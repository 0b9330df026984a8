import { meantStatus } from "../rules/statuses.js";

interface StatusWords {
  word: string;
  /** One narrow character; a word always stands with it. */
  glyph: string;
  /** Class of a colour, see base.css. */
  tone: "v-pass" | "v-fail" | "v-inconclusive" | "v-na" | "v-skip";
  meaning: string;
}

/** What a submission says about a requirement: the programme's four words, and three ways of not using them. */
export const STATUSES = {
  implemented: { word: "Implemented", glyph: "✓", tone: "v-pass", meaning: "the vendor says that it is there" },
  partial: { word: "Partially Implemented", glyph: "◐", tone: "v-inconclusive", meaning: "the vendor says in part" },
  none: { word: "Not Implemented", glyph: "✗", tone: "v-fail", meaning: "the vendor says that it is not there" },
  na: { word: "N/A", glyph: "–", tone: "v-na", meaning: "the vendor says that it does not apply" },
  blank: { word: "left blank", glyph: "□", tone: "v-skip", meaning: "the requirement stands there without a status" },
  unclear: {
    word: "unclear",
    glyph: "?",
    tone: "v-inconclusive",
    meaning: "a status that the programme does not know",
  },
  absent: { word: "left out", glyph: "·", tone: "v-skip", meaning: "the submission does not name the requirement" },
} as const satisfies Record<string, StatusWords>;

export type Status = keyof typeof STATUSES;

export const STATUS_NAMES = Object.keys(STATUSES) as Status[];

const MEANT = {
  Implemented: "implemented",
  "Partially Implemented": "partial",
  "Not Implemented": "none",
  "N/A": "na",
} as const;

/** What is written otherwise but understood is taken as it is meant: that it is wrong is the strict check's to say. */
export function statusOf(written: string | undefined): Status {
  if (written === undefined || written.trim() === "") return "blank";
  const meant = meantStatus(written);
  return meant === undefined ? "unclear" : MEANT[meant];
}

/** Whether somebody claims the requirement to be met, at least in part: only then is there anything to prove. */
export function isClaim({ status }: { status: Status }): boolean {
  return status === "implemented" || status === "partial";
}
