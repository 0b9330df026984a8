import type { Expectation, Judgement } from "./verdict.js";

/** Thrown by a judge that lacks a fact or cannot read one. Never a fail. */
export class Undecidable extends Error {
  override name = "Undecidable";
}

/** Collects what a judge holds against the facts. */
export interface Expect {
  /**
   * Holds one sentence against the facts. Every expectation is evaluated; none throws.
   * @param evidence names of the observations that it rests on; at least one
   */
  (claim: string, outcome: { held: boolean; expected: string; seen: string; evidence: string[] }): void;
}

/**
 * Runs `judge` and folds what it expected into a judgement: fail-closed. A throw makes it inconclusive even after a
 * broken expectation: what the judge lacks may be what would have excused it (a control in the same window, say), and
 * only a judgement that went to its end says fail. The reason names the broken one, so that nothing is hidden.
 */
export function judged(judge: (expect: Expect) => void): Judgement {
  const expectations: Expectation[] = [];
  try {
    judge((claim, outcome) => expectations.push({ claim, ...outcome }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const broken = firstBroken(expectations);
    const before = broken === undefined ? "" : ` (before that, ${broken})`;
    return { verdict: "inconclusive", reason: `cannot be judged: ${message}${before}`, expectations };
  }
  const broken = firstBroken(expectations);
  if (broken !== undefined) return { verdict: "fail", reason: broken, expectations };
  if (expectations.length === 0) return { verdict: "inconclusive", reason: "nothing was expected", expectations };
  return { verdict: "pass", reason: expectations.map((expectation) => expectation.claim).join("; "), expectations };
}

function firstBroken(expectations: readonly Expectation[]): string | undefined {
  const broken = expectations.find(({ held }) => !held);
  return broken && `${broken.claim}: expected ${broken.expected}, saw ${broken.seen}`;
}
