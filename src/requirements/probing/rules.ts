import type { Rule } from "../../run/check.js";

/** What checks that claim devices do beyond pods and namespaces. */
export const RULES: Rule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get"] },
  {
    apiGroups: ["resource.k8s.io"],
    resources: ["resourceclaims"],
    verbs: ["create", "delete", "deletecollection", "get", "list", "watch"],
  },
  { apiGroups: ["resource.k8s.io"], resources: ["resourceslices"], verbs: ["list"] },
];
