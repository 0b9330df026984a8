import type { Rule } from "../../run/check.js";

/** What the checks do beyond pods and namespaces: all but their own pods is only read. */
export const RULES: Rule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["events"], verbs: ["list", "watch"] },
  { apiGroups: ["karpenter.sh"], resources: ["nodepools", "nodeclaims"], verbs: ["list"] },
];
