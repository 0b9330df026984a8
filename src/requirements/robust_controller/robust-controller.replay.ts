import { describeReplay } from "../../../test/describe-replay.js";
import { robustController } from "./index.js";

/** Whatever proves itself by what a pod printed. Nothing else is begun once its control has not held. */
const WITH_PODS = ["plain-replica-set", "reconciles", "heals-child", "collects-children"];

/** Cases are faults of the lab, whose operator is Kubeflow Trainer where nothing else is said. */
describeReplay(robustController, {
  healthy: { verdict: "pass" },
  "healthy-jobset": { verdict: "pass" },
  F59: { verdict: "fail", fail: ["refuses-invalid"] },
  F60: { verdict: "fail", fail: ["refuses-invalid"], inconclusive: ["survives-restart"] },
  F61: {
    verdict: "fail",
    fail: ["reconciles"],
    inconclusive: ["heals-child", "collects-children", "survives-restart"],
  },
  F63: { verdict: "fail", fail: ["collects-children"] },
  F64: { verdict: "inconclusive", inconclusive: WITH_PODS },
  F65: { verdict: "inconclusive", inconclusive: WITH_PODS },
});
