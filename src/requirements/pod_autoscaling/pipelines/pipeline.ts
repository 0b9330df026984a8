import type { ApiObject } from "../../../record/facts.js";
import type { Rule } from "../../../run/check.js";
import type { Inventory } from "../../../run/inventory.js";
import type { Endpoint } from "../../monitoring/candidates.js";
import type { Place } from "../load.js";

/** What is to be scaled, and by what. */
export interface Goal extends Place {
  metric: string;
  /** What each pod is to have on average. */
  target: number;
  /** Replicas at most; one at least. */
  most: number;
}

/** A way in which metrics of pods reach HPAs. Pure, as judges name it too. */
export interface Pipeline {
  id: string;
  /** For people. */
  title: string;
  /** What its objects take beyond HPAs. */
  rules: Rule[];
  serves(apis: Inventory["apis"]): boolean;
  /** Its objects say where Prometheus answers. */
  asksPrometheus: boolean;
  /** What makes an HPA of the workload's name that scales the Deployment of that name. */
  autoscaler(goal: Goal, prometheus?: Endpoint): ApiObject;
}

/** Without the usual five minutes' wait, so that the way back is seen as well. */
export const BEHAVIOR = { scaleDown: { stabilizationWindowSeconds: 0 } };
