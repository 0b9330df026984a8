import { describeReplay } from "../../../test/describe-replay.js";
import { aiInference } from "./index.js";

const WITH_GATEWAY = ["weighted-split", "model-routing", "unmatched-refused", "foreign-backend"];

/** Cases are faults of the lab. */
describeReplay(aiInference, {
  healthy: { verdict: "pass" },
  F16: { verdict: "fail", fail: WITH_GATEWAY },
  F17: { verdict: "fail", fail: WITH_GATEWAY },
  F18: { verdict: "fail", fail: ["weighted-split"] },
  F19: { verdict: "fail", fail: ["model-routing", "unmatched-refused"] },
  F21: { verdict: "fail", fail: ["foreign-backend"] },
  F22: { verdict: "fail", fail: ["unmatched-refused"] },
});
