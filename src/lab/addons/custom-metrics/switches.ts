import { readJson } from "../../accelerators/files.js";

/** Ways in which the adapter can be wrong. Read at each request, so that they act on a running adapter. */
export interface Switches {
  /** Every value is the same high one, whatever pods export. */
  constantHigh?: boolean;
  /** The query leaves the pod out: each pod is said to have the highest value of its namespace. */
  anyPod?: boolean;
}

/** What every value is then: above any target. */
export const HIGH = 1_000_000;

export function readSwitches(path: string): Switches {
  return (readJson(path) as Switches | undefined) ?? {};
}
