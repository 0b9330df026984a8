import type { Requirement } from "../run/check.js";
import { aiInference } from "./ai_inference/index.js";
import { clusterAutoscaling } from "./cluster_autoscaling/index.js";
import { acceleratorMetrics } from "./accelerator_metrics/index.js";
import { aiServiceMetrics } from "./ai_service_metrics/index.js";
import { draSupport } from "./dra_support/index.js";
import { driverRuntimeManagement } from "./driver_runtime_management/index.js";
import { gangScheduling } from "./gang_scheduling/index.js";
import { podAutoscaling } from "./pod_autoscaling/index.js";
import { robustController } from "./robust_controller/index.js";
import { secureAcceleratorAccess } from "./secure_accelerator_access/index.js";

/** All requirements that karat can prove. */
export const requirements: readonly Requirement[] = [
  draSupport,
  driverRuntimeManagement,
  secureAcceleratorAccess,
  gangScheduling,
  aiInference,
  clusterAutoscaling,
  podAutoscaling,
  robustController,
  acceleratorMetrics,
  aiServiceMetrics,
];
