import { RecordError } from "./error.js";
import type { Observation } from "./events.js";
import { Facts } from "./facts.js";
import type { CheckState } from "./fold.js";
import type { RecordReader } from "./reader.js";

/**
 * The facts that a check's last attempt left in the record, for its judge.
 * @throws RecordError `missing-observation` when the check did not end, or when the record lacks what `check.ended`
 * lists; `missing-blob` or `altered` when a blob is not as it was written
 */
export function factsOf(reader: RecordReader, check: CheckState): Facts {
  if (!check.listed) {
    throw new RecordError("missing-observation", `${check.plan.id} did not end, so nobody knows what it observed`, {
      next: "go on with `karat run --resume DIR`",
    });
  }
  const byName = new Map(check.observations.map((observation) => [observation.name, observation]));
  const observations = check.listed.map((name): Observation => {
    const stored = byName.get(name);
    if (!stored) {
      throw new RecordError("missing-observation", `${check.plan.id}: the record lacks its observation ${name}`, {
        next: "do not trust this record; get it again from its source",
      });
    }
    return { name, kind: stored.kind, at: stored.at, data: reader.data(stored) };
  });
  return new Facts(observations);
}
