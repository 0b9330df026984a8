/** A fault, as far as others beside it matter. */
export interface Batchable {
  alone?: boolean;
  /** Requirements of which it turns any check. */
  spoils: ReadonlySet<string>;
}

/**
 * Faults that can be on together without one lending another its failures: each requirement is spoilt by one at most.
 * The first batch that has room takes a fault, so the order stays as it is given.
 */
export function batchesOf<T extends Batchable>(faults: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (const fault of faults) {
    const room = batches.find((batch) => batch.every((other) => getAlong(fault, other)));
    if (room) room.push(fault);
    else batches.push([fault]);
  }
  return batches;
}

function getAlong(one: Batchable, other: Batchable): boolean {
  return !one.alone && !other.alone && ![...one.spoils].some((requirement) => other.spoils.has(requirement));
}
