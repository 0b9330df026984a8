import { VERDICTS, type Verdict } from "../record/verdict.js";

interface VerdictWords {
  /** One narrow character: the word beside it says the same, so that neither shape nor colour is the only sign. */
  icon: string;
  word: string;
  /** What the verdict means, for a legend. */
  meaning: string;
}

export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWords>> = {
  pass: { icon: "✓", word: "pass", meaning: "every expectation held" },
  fail: { icon: "✗", word: "fail", meaning: "an expectation did not hold" },
  inconclusive: { icon: "?", word: "inconclusive", meaning: "the experiment could not be carried through" },
  skip: { icon: "»", word: "skip", meaning: "left out on request" },
  "n/a": { icon: "–", word: "n/a", meaning: "does not apply, with a recorded proof" },
};

/** Fail-closed: whatever is not one of the five verdicts is inconclusive. */
export function verdictOf(value: unknown): Verdict {
  return VERDICTS.find((verdict) => verdict === value) ?? "inconclusive";
}

const ACRONYMS = new Set(["ai", "dra", "gpu", "hpa"]);

/** A requirement's id as a heading: `dra_support` → "DRA support". */
export function titleOf(requirement: string): string {
  const words = requirement.split("_").map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word));
  const title = words.join(" ");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** The part of a check's id after its requirement: `dra_support/named-device` → "named-device". */
export function nameOf(check: string): string {
  return check.slice(check.indexOf("/") + 1);
}

/** Milliseconds for a person: "3.2 s", "42 s", "3 min 05 s", "1 h 02 min". Negative or unreadable spans are "–". */
export function span(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return "–";
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** Bytes for a person: "812 B", "4.1 KiB", "20 MiB". */
export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const [value, unit] = count < 1024 ** 2 ? [count / 1024, "KiB"] : [count / 1024 ** 2, "MiB"];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** "1 check", "3 checks". */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
