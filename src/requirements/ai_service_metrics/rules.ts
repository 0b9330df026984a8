import type { Rule } from "../../run/check.js";
import { MONITORING_RULES } from "../monitoring/find.js";
import { POD_MONITOR_RULES } from "../monitoring/pod-monitor.js";

/** Requests are sent to pods by the API server's proxy. */
const SERVICE_RULES: Rule[] = [{ apiGroups: [""], resources: ["pods/proxy"], verbs: ["get"] }];

/** What checks do that run services and ask the platform's monitoring about them. */
export const RULES: Rule[] = [...SERVICE_RULES, ...MONITORING_RULES, ...POD_MONITOR_RULES];
