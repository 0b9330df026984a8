import type { Requirement } from "../../run/check.js";
import { deletedGoesStale } from "./deleted-goes-stale.js";
import { exactCount } from "./exact-count.js";
import { serviceAnswers } from "./service-answers.js";
import { undeclaredAbsent } from "./undeclared-absent.js";

export const aiServiceMetrics: Requirement = {
  id: "ai_service_metrics",
  title: "The platform's monitoring collects what a workload declares, exactly, and nothing else",
  checks: [serviceAnswers, exactCount, deletedGoesStale, undeclaredAbsent],
};
