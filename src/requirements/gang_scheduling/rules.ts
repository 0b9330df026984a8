import type { Rule } from "../../run/check.js";
import { SCHEDULERS } from "./schedulers/index.js";

/** What the checks do beyond pods and namespaces; of the schedulers' rules, those of the one that is used. */
export const RULES: Rule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get"] },
  { apiGroups: [""], resources: ["services"], verbs: ["create"] },
  { apiGroups: ["resource.k8s.io"], resources: ["resourceclaimtemplates"], verbs: ["create"] },
  ...SCHEDULERS.flatMap(({ rules }) => rules),
];
