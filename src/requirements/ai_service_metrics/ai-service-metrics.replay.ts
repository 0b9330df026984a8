import { describeReplay } from "../../../test/describe-replay.js";
import { aiServiceMetrics } from "./index.js";

const INSIDE = ["deleted-goes-stale", "undeclared-absent"];

/** Cases are faults of the lab. */
describeReplay(aiServiceMetrics, {
  healthy: { verdict: "pass" },
  F49: { verdict: "fail", fail: ["exact-count"], inconclusive: INSIDE },
  F51: { verdict: "fail", fail: ["exact-count"], inconclusive: INSIDE },
});
