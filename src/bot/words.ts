import { oneLine } from "../report/visible.js";
import { count } from "../report/words.js";
import type { Outcome, Verdict } from "./verdict.js";

export const SIGN: Readonly<Record<Outcome, string>> = {
  passed: "✅",
  "needs-human": "👤",
  failed: "❌",
  none: "➖",
};

/** UTF-16 units of a commit status's description: https://docs.github.com/rest/commits/statuses */
const LONGEST_STATUS = 140;

/** The verdict in one sentence, untrusted folder names in it. */
export function headline({ outcome, folders, notes }: Verdict): string {
  if (outcome === "none") return "no submission is changed";
  const names = folders.map(({ directory }) => directory).join(", ") || "the pull request";
  const errors = sum(folders.map(({ counts, unread }) => counts.error + (unread === undefined ? 0 : 1)));
  const warnings = sum(folders.map(({ counts }) => counts.warn)) + notes.length;
  const parts = [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [`${count(warnings, "point")} for a person`] : []),
  ];
  return `${names}: ${parts.join(", ") || "nothing found against it"}`;
}

/** The same for a commit status: counts first, as names may be long. */
export function statusDescription(verdict: Verdict): string {
  const whole = headline(verdict);
  const at = whole.lastIndexOf(": ");
  const reordered = at < 0 ? whole : `${whole.slice(at + 2)} (${whole.slice(0, at)})`;
  return oneLine(reordered, LONGEST_STATUS);
}

/** For a status that the bot could not come to. */
export function troubleDescription(why: string): string {
  return oneLine(`could not be checked, /recheck tries again: ${why}`, LONGEST_STATUS);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
