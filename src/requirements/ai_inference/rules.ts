import type { Rule } from "../../run/check.js";

/** What checks with a Gateway do beyond pods and namespaces. */
export const RULES: Rule[] = [
  {
    apiGroups: ["gateway.networking.k8s.io"],
    resources: ["gateways", "httproutes"],
    verbs: ["create", "get", "list", "patch", "watch"],
  },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gatewayclasses"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["services"], verbs: ["create", "list"] },
];
