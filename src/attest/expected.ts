import { APART, inWords } from "./clocks.js";
import type { Found } from "./verify.js";
import type { Problem } from "./verification.js";

/** What whoever verifies wants of a run; what is absent, they do not care about. */
export interface Expected {
  /** The text that they gave out, so that an old run cannot be handed in. */
  challenge?: string | undefined;
  /**
   * Milliseconds since its beginning; a resumed run is as old as its oldest part. Its beginning is written by whoever
   * ran it, so that what the cluster says of the run's objects counts as well, but for what clocks may be apart.
   */
  maxAge?: number | undefined;
  /** Hex sha256 of the uid of the cluster's namespace kube-system. */
  cluster?: string | undefined;
}

/** How far two well-kept clocks may be apart, milliseconds. */
const SKEW = 5 * 60_000;

/** What a run is not that was asked for. @param now milliseconds since epoch */
export function expectedProblems(found: Found, expected: Expected, now: number): Problem[] {
  const { challenge, cluster } = found.state;
  const problems = expected.maxAge === undefined ? [] : ageProblems(found, expected.maxAge, now);
  if (expected.challenge !== undefined && challenge?.text !== expected.challenge) {
    const answered = challenge === undefined ? "no challenge" : `the challenge ${challenge.text}`;
    const what = `the run answers ${answered}, not ${expected.challenge}: it was made before, or for somebody else`;
    problems.push({ code: "challenge", what, next: `run karat again, with --challenge ${expected.challenge}` });
  }
  if (expected.cluster !== undefined && cluster.uidHash !== expected.cluster) {
    const what = `the run was made on another cluster: ${cluster.uidHash}, not ${expected.cluster}`;
    problems.push({ code: "cluster", what, next: "run karat on the cluster that is meant" });
  }
  return problems;
}

function ageProblems({ state: { startedAt }, created }: Found, maxAge: number, now: number): Problem[] {
  const age = now - Date.parse(startedAt);
  if (age < -SKEW) {
    const what = `the run says that it began on ${startedAt}, which is yet to come`;
    return [{ code: "age", what, next: "look at the clocks of this machine and of the one that ran karat" }];
  }
  const expired = (why: string): Problem[] => {
    const what = `the run has expired: ${why}, and may be ${inWords(maxAge)} old`;
    return [{ code: "age", what, next: "run karat again" }];
  };
  if (age > maxAge) return expired(`it began on ${startedAt}, ${inWords(age)} ago`);
  if (!created || now - created.oldest.at <= maxAge + APART) return [];
  return expired(`the cluster created ${created.oldest.what} ${inWords(now - created.oldest.at)} ago`);
}
