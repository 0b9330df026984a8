import { describeReplay } from "../../../test/describe-replay.js";
import { podAutoscaling } from "./index.js";

/** Cases are faults of the lab. */
describeReplay(podAutoscaling, {
  healthy: { verdict: "pass" },
  F39: { verdict: "fail", fail: ["follows-load"] },
  F40: { verdict: "fail", fail: ["no-load-no-growth", "follows-load"] },
  F42: { verdict: "fail", fail: ["no-load-no-growth"] },
});
