import type { Requirement } from "../../run/check.js";
import { growsAndShrinks } from "./grows-and-shrinks.js";
import { noNeedNoGrowth } from "./no-need-no-growth.js";
import { ordinaryPod } from "./ordinary-pod.js";

export const clusterAutoscaling: Requirement = {
  id: "cluster_autoscaling",
  title: "Pools of nodes with accelerators grow for pods that wait for them, and shrink again",
  checks: [ordinaryPod, noNeedNoGrowth, growsAndShrinks],
};
