import type { Rule } from "../../run/check.js";
import type { Operator } from "../../run/operator.js";
import { OPERATORS, resourceOf } from "./operators/index.js";

const LIFE = ["create", "delete", "get", "list", "watch"];

/** The custom resources that an operator's experiment creates, deletes or looks at. What is built in stands below. */
function rulesOf(operator: Operator): Rule[] {
  const others = [...operator.before, operator.valid, operator.invalid, operator.child];
  return [
    resourceOf(operator),
    ...others.map(({ apiVersion, kind }) => ({
      group: apiVersion.includes("/") ? String(apiVersion.split("/")[0]) : "",
      resource: `${kind.toLowerCase()}s`,
    })),
  ]
    .filter(({ group }) => group.includes("."))
    .map(({ group, resource }) => ({ apiGroups: [group], resources: [resource], verbs: LIFE }));
}

/** What the checks do beyond pods and namespaces; of the operators' rules, those of groups that are served. */
export const RULES: Rule[] = [
  { apiGroups: ["apps"], resources: ["replicasets"], verbs: LIFE },
  ...OPERATORS.flatMap(rulesOf),
];

/** And to find an operator's webhooks and the pods that serve them. */
export const WEBHOOK_RULES: Rule[] = [
  { apiGroups: ["admissionregistration.k8s.io"], resources: ["validatingwebhookconfigurations"], verbs: ["list"] },
  { apiGroups: [""], resources: ["services"], verbs: ["get"] },
];
