import { describeReplay } from "../../../test/describe-replay.js";
import { acceleratorMetrics } from "./index.js";

const WITH_LOAD = ["load-moves", "neighbour-still"];

/** Cases are faults of the lab. */
describeReplay(acceleratorMetrics, {
  healthy: { verdict: "pass" },
  F43: { verdict: "fail", fail: ["load-moves"], inconclusive: ["neighbour-still"] },
  F45: { verdict: "fail", fail: ["every-device"], inconclusive: WITH_LOAD },
  F46: { verdict: "fail", fail: ["every-device"], inconclusive: WITH_LOAD },
  F48: { verdict: "fail", fail: ["every-device"], inconclusive: WITH_LOAD },
});
