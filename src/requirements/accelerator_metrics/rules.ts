import type { Rule } from "../../run/check.js";
import { MONITORING_RULES } from "../monitoring/find.js";

/** What reading the metrics of exporters, or those that a Prometheus has of them, takes. */
export const RULES: Rule[] = [{ apiGroups: [""], resources: ["pods/proxy"], verbs: ["get"] }, ...MONITORING_RULES];
