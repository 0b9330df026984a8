/** What a requirement or a check came to. Anything missing, crashed, timed out or unknown is `inconclusive`. */
export const VERDICTS = ["pass", "fail", "inconclusive", "skip", "n/a"] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * The three kinds of experiment. A `control` shows that the instrument works here; a `positive` that the
 * feature does what it says; a `negative` that what must not happen does not.
 */
export const CHECK_KINDS = ["control", "positive", "negative"] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** One sentence held against the facts. */
export interface Expectation {
  /** What should hold, as a sentence in plain words. */
  claim: string;
  /** What had to be seen, short, for a person. */
  expected: string;
  /** What was seen, short, for a person. */
  seen: string;
  held: boolean;
  /** Names of the observations it rests on. */
  evidence: string[];
}

/** What a judge makes of the facts of one check. Pure: the same facts give the same judgement. */
export interface Judgement {
  verdict: Verdict;
  /** Plain words: why this verdict. */
  reason: string;
  expectations: Expectation[];
}

/**
 * The verdict of a requirement, from those of its checks. A control that did not pass makes it inconclusive,
 * whatever the others say: an instrument that does not work, or that nobody tried, proves neither pass nor fail.
 */
export function requirementVerdict(checks: readonly { kind: CheckKind; verdict: Verdict }[]): Verdict {
  if (checks.length === 0) return "inconclusive";
  if (checks.every((check) => check.verdict === "skip")) return "skip";
  if (checks.every((check) => check.verdict === "n/a")) return "n/a";
  const controls = checks.filter((check) => check.kind === "control");
  const experiments = checks.filter((check) => check.kind !== "control");
  const settled = (check: { verdict: Verdict }) => check.verdict === "pass" || check.verdict === "n/a";
  if (controls.length === 0) return "inconclusive";
  if (controls.some((check) => check.verdict === "fail" || check.verdict === "inconclusive")) return "inconclusive";
  const tried = controls.every(settled) && controls.some((check) => check.verdict === "pass");
  if (experiments.some((check) => check.verdict === "fail")) return tried ? "fail" : "inconclusive";
  if (checks.some((check) => check.verdict === "inconclusive")) return "inconclusive";
  if (checks.some((check) => check.verdict === "skip")) return "skip";
  if (!tried || !experiments.some((check) => check.verdict === "pass")) return "inconclusive";
  return checks.every(settled) ? "pass" : "inconclusive";
}
