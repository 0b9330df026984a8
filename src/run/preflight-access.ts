import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { covers, grantedRules, isAllowed, type Access, type Kube } from "../kube/index.js";
import type { Rule } from "./check.js";

/** What the runner itself does, whatever the checks. */
export const RUNNER_RULES: readonly Rule[] = [
  { apiGroups: [""], resources: ["namespaces"], verbs: ["create", "delete", "get", "list", "watch"] },
  { apiGroups: [""], resources: ["nodes"], verbs: ["list"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "deletecollection", "get", "list", "watch"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  {
    apiGroups: ["resource.k8s.io"],
    resources: ["deviceclasses", "resourceclaims", "resourceslices"],
    verbs: ["list"],
  },
  // The sign of life by which `karat clean` tells a run that lives.
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "get", "update"] },
];

export interface AccessReview {
  /** Who we are to the API server; undefined where it does not tell (before 1.28). */
  user: { username: string; groups?: string[] } | undefined;
  /** Of the rules that were asked for, those parts that are not granted in all namespaces; empty when all are. */
  lacking: Rule[];
}

/** Namespace that is asked about: none of that name exists, so that only cluster-wide grants show. */
const NOWHERE = "karat-preflight-rules-review";

/** Holds rules against what the API server grants us. @throws ApiRefused, ApiLost */
export async function reviewAccess(kube: Kube, rules: readonly Rule[], signal?: AbortSignal): Promise<AccessReview> {
  const { rules: granted } = await grantedRules(kube, NOWHERE, signal);
  const doubtful = accessesOf(rules).filter((access) => !covers(granted, access));
  // An authorizer behind a webhook allows without listing rules: what no rule covers is asked for one by one.
  const allowed = await Promise.all(doubtful.map((access) => isAllowed(kube, access, signal)));
  const lacking = rulesOf(doubtful.filter((_, index) => allowed[index] === false));
  return { user: await whoAmI(kube, signal), lacking };
}

/** What lacks, as objects for `kubectl apply -f -`; named after its content, so that a later one replaces no earlier one. */
export function grantYaml({ user, lacking }: AccessReview): string {
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const digest = createHash("sha256").update(JSON.stringify(lacking)).digest("hex");
  const name = `karat-runner-${digest.slice(0, 8)}`;
  const role = { apiVersion, kind: "ClusterRole", metadata: { name }, rules: lacking };
  const binding = {
    apiVersion,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [subjectOf(user?.username ?? "YOUR-USER-NAME")],
  };
  return [role, binding].map((object) => stringify(object, { flowCollectionPadding: false })).join("---\n");
}

function subjectOf(username: string): Record<string, string> {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username) ?? [];
  if (namespace && name) return { kind: "ServiceAccount", namespace, name };
  return { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: username };
}

function accessesOf(rules: readonly Rule[]): Access[] {
  const all = new Map<string, Access>();
  for (const { apiGroups, resources, verbs } of rules) {
    for (const group of apiGroups) {
      for (const resource of resources) {
        for (const verb of verbs) all.set(`${group} ${resource} ${verb}`, { group, resource, verb });
      }
    }
  }
  return [...all.values()];
}

/** One rule for all resources of a group that lack the same verbs, in alphabetical order. */
function rulesOf(accesses: readonly Access[]): Rule[] {
  const verbs = new Map<string, string[]>();
  for (const { group, resource, verb } of accesses) {
    const key = JSON.stringify([group, resource]);
    verbs.set(key, [...(verbs.get(key) ?? []), verb]);
  }
  const rules = new Map<string, Rule>();
  for (const [key, lacking] of [...verbs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group, resource] = JSON.parse(key) as [string, string];
    const same = JSON.stringify([group, lacking.sort()]);
    const rule = rules.get(same);
    if (rule) rule.resources.push(resource);
    else rules.set(same, { apiGroups: [group], resources: [resource], verbs: lacking });
  }
  return [...rules.values()];
}

async function whoAmI(kube: Kube, signal?: AbortSignal): Promise<AccessReview["user"]> {
  const response = await kube.request("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    ...(signal ? { signal } : {}),
  });
  const user = response.body["status"]?.userInfo as AccessReview["user"];
  return response.status === 201 && user?.username ? user : undefined;
}
