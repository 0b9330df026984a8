import type { Kube } from "./client.js";
import { refused } from "./errors.js";

/** One thing that may be allowed: a verb on a resource, `resource` with its subresource as `pods/log`. */
export interface Access {
  verb: string;
  /** "" is the core group. */
  group: string;
  resource: string;
  /** Absent: all namespaces, or a cluster-scoped resource. */
  namespace?: string;
}

/** A rule as SelfSubjectRulesReview tells it. */
export interface GrantedRule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
}

/** What we may do in a namespace. `complete` is false where an authorizer cannot list its rules (webhooks). */
export async function grantedRules(
  kube: Kube,
  namespace: string,
  signal?: AbortSignal,
): Promise<{ rules: GrantedRule[]; complete: boolean }> {
  const status = await review(kube, "selfsubjectrulesreviews", "SelfSubjectRulesReview", { namespace }, signal);
  const { resourceRules = [], incomplete = false } = status as {
    resourceRules?: Partial<GrantedRule>[];
    incomplete?: boolean;
  };
  const rules = resourceRules.map(({ verbs = [], apiGroups = [], resources = [], resourceNames = [] }) => ({
    verbs,
    apiGroups,
    resources,
    resourceNames,
  }));
  return { rules, complete: !incomplete };
}

/** Asks the authorizers themselves about one thing. */
export async function isAllowed(kube: Kube, access: Access, signal?: AbortSignal): Promise<boolean> {
  const [resource, subresource] = access.resource.split("/", 2);
  const resourceAttributes = { ...access, resource, ...(subresource ? { subresource } : {}) };
  const spec = { resourceAttributes };
  const status = await review(kube, "selfsubjectaccessreviews", "SelfSubjectAccessReview", spec, signal);
  return status["allowed"] === true && status["denied"] !== true;
}

/** True when one of the rules covers it whatever the object's name (rbac.authorization.k8s.io/v1 semantics). */
export function covers(rules: readonly GrantedRule[], { verb, group, resource }: Access): boolean {
  const subresource = resource.split("/")[1];
  return rules.some(
    (rule) =>
      rule.resourceNames.length === 0 &&
      (rule.verbs.includes(verb) || rule.verbs.includes("*")) &&
      (rule.apiGroups.includes(group) || rule.apiGroups.includes("*")) &&
      (rule.resources.includes(resource) ||
        rule.resources.includes("*") ||
        (subresource !== undefined && rule.resources.includes(`*/${subresource}`))),
  );
}

async function review(
  kube: Kube,
  resource: string,
  kind: string,
  spec: unknown,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const path = `/apis/authorization.k8s.io/v1/${resource}`;
  const body = { apiVersion: "authorization.k8s.io/v1", kind, spec };
  const response = await kube.request("POST", path, { body, ...(signal ? { signal } : {}) });
  if (response.status !== 201) throw refused(response, { method: "POST", path });
  return (response.body["status"] ?? {}) as Record<string, unknown>;
}
