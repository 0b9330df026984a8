import type { Rule } from "../../rule.js";
import { acceleratorMetrics } from "./accelerator-metrics.js";
import { clusterAutoscaling } from "./cluster-autoscaling.js";
import { dra } from "./dra.js";
import { gangScheduling } from "./gang-scheduling.js";
import { gateway } from "./gateway.js";
import { podAutoscaling } from "./pod-autoscaling.js";
import { robustController } from "./robust-controller.js";
import { secureAccess } from "./secure-access.js";
import { serviceMetrics } from "./service-metrics.js";

/** SEM: whether a transcript shows what its requirement is about. */
export const semantics: readonly Rule[] = [
  gangScheduling,
  podAutoscaling,
  clusterAutoscaling,
  gateway,
  acceleratorMetrics,
  serviceMetrics,
  secureAccess,
  robustController,
  dra,
];
