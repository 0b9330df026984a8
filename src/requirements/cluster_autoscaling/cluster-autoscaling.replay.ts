import { describeReplay } from "../../../test/describe-replay.js";
import { clusterAutoscaling } from "./index.js";

/** Cases are faults of the lab. */
describeReplay(clusterAutoscaling, {
  healthy: { verdict: "pass" },
  // Nobody said a word about pods that need no growth either.
  F33: { verdict: "fail", fail: ["grows-and-shrinks"], inconclusive: ["no-need-no-growth"] },
  F34: { verdict: "fail", fail: ["grows-and-shrinks"] },
  F35: { verdict: "fail", fail: ["grows-and-shrinks"] },
  F37: { verdict: "fail", fail: ["grows-and-shrinks"], inconclusive: ["no-need-no-growth"] },
  F38: { verdict: "fail", fail: ["grows-and-shrinks"] },
});
