import type { GangScheduler, Scene } from "../scheduler.js";
import { coscheduling } from "./coscheduling.js";
import { kai } from "./kai.js";
import { kueue } from "./kueue.js";
import { native } from "./native.js";
import { volcano } from "./volcano.js";

/**
 * In order of preference: the cluster's own scheduler, then schedulers that see each node's devices, then Kueue, which
 * sees its quota only. Of several that are served the first is put to the test.
 */
export const SCHEDULERS: readonly GangScheduler[] = [native, volcano, kai, coscheduling, kueue];

/** The gang scheduler under test; undefined where none is served. */
export function chosenScheduler(scene: Pick<Scene, "apis" | "resource">): GangScheduler | undefined {
  return SCHEDULERS.find((scheduler) => scheduler.serves(scene));
}
