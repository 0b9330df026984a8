import type { RunState } from "../record/fold.js";
import type { Problem } from "./verification.js";

/** What whoever verifies wants of a run; what is absent, they do not care about. */
export interface Expected {
  /** The text that they gave out, so that an old run cannot be handed in. */
  challenge?: string | undefined;
  /** Milliseconds since its beginning; a resumed run is as old as its oldest part. */
  maxAge?: number | undefined;
  /** Hex sha256 of the uid of the cluster's namespace kube-system. */
  cluster?: string | undefined;
}

/** How far two well-kept clocks may be apart, milliseconds. */
const SKEW = 5 * 60_000;

/** What a run is not that was asked for. @param now milliseconds since epoch */
export function expectedProblems(
  { startedAt, challenge, cluster }: RunState,
  expected: Expected,
  now: number,
): Problem[] {
  const problems: Problem[] = [];
  const age = now - Date.parse(startedAt);
  if (expected.maxAge !== undefined && age > expected.maxAge) {
    const what = `the run has expired: it began on ${startedAt}, ${days(age)} ago, and may be ${days(expected.maxAge)} old`;
    problems.push({ code: "age", what, next: "run karat again" });
  }
  if (expected.maxAge !== undefined && age < -SKEW) {
    const what = `the run says that it began on ${startedAt}, which is yet to come`;
    problems.push({ code: "age", what, next: "look at the clocks of this machine and of the one that ran karat" });
  }
  if (expected.challenge !== undefined && challenge?.text !== expected.challenge) {
    const found = challenge === undefined ? "no challenge" : `the challenge ${challenge.text}`;
    const what = `the run answers ${found}, not ${expected.challenge}: it was made before, or for somebody else`;
    problems.push({ code: "challenge", what, next: `run karat again, with --challenge ${expected.challenge}` });
  }
  if (expected.cluster !== undefined && cluster.uidHash !== expected.cluster) {
    const what = `the run was made on another cluster: ${cluster.uidHash}, not ${expected.cluster}`;
    problems.push({ code: "cluster", what, next: "run karat on the cluster that is meant" });
  }
  return problems;
}

function days(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${Math.floor(hours / 24)} days`;
}
