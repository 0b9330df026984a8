import type { Requirement } from "../../run/check.js";
import { followsLoad } from "./follows-load.js";
import { leverWorks } from "./lever-works.js";
import { noLoadNoGrowth } from "./no-load-no-growth.js";

export const podAutoscaling: Requirement = {
  id: "pod_autoscaling",
  title: "Workloads with accelerators grow and shrink with a metric that their pods export",
  checks: [leverWorks, noLoadNoGrowth, followsLoad],
};
