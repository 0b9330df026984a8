import { challengedNonce } from "../record/challenge.js";
import { RecordError } from "../record/error.js";
import type { RunState } from "../record/fold.js";
import type { RecordReader } from "../record/reader.js";
import type { Problem } from "./verification.js";

/**
 * Whether a run's nonce is one: made of its challenge, and the same in every check. Judges hold what the pods printed
 * against the nonce that their check wrote down; so pods of another run show.
 */
export function nonceProblems(reader: RecordReader, { nonce, challenge, requirements }: RunState): Problem[] {
  const problems: Problem[] = [];
  if (challenge && challengedNonce(challenge) !== nonce) {
    problems.push({ code: "nonce", what: `the run's nonce ${nonce} is not made of its challenge ${challenge.text}` });
  }
  for (const { plan, observations } of requirements.flatMap(({ checks }) => checks)) {
    for (const observation of observations) {
      if (observation.kind !== "value") continue;
      const found = nonceIn(() => reader.data(observation));
      if (found === undefined || found === nonce) continue;
      const what = `${plan.id}: ${observation.name} was observed under the nonce ${found}, which is not the run's ${nonce}`;
      problems.push({ code: "nonce", check: plan.id, what });
    }
  }
  return problems;
}

/** Checks write the nonce that they gave to their pods down as `nonce` of a value. */
function nonceIn(data: () => unknown): string | undefined {
  try {
    const { nonce } = Object(data()) as { nonce?: unknown };
    if (nonce === undefined) return undefined;
    return typeof nonce === "string" ? nonce : JSON.stringify(nonce);
  } catch (error) {
    // A blob that lacks is told of elsewhere.
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}
