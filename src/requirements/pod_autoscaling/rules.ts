import type { Rule } from "../../run/check.js";
import { MONITORING_RULES } from "../monitoring/find.js";
import { POD_MONITOR_RULES } from "../monitoring/pod-monitor.js";
import { PIPELINES } from "./pipelines/index.js";

/** What running a workload that exports what it is told takes. */
export const WORKLOAD_RULES: Rule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["patch"] },
  { apiGroups: [""], resources: ["pods/proxy"], verbs: ["get"] },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create"] },
  { apiGroups: ["resource.k8s.io"], resources: ["resourceclaimtemplates"], verbs: ["create"] },
  ...POD_MONITOR_RULES,
];

/** What scaling it takes besides. */
export const RULES: Rule[] = [
  ...WORKLOAD_RULES,
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["events"], verbs: ["list"] },
  ...MONITORING_RULES,
  ...PIPELINES.flatMap(({ rules }) => rules),
];
