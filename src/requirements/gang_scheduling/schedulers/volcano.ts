import type { ApiObject } from "../../../record/facts.js";
import { mark, unschedulable, type GangScheduler } from "../scheduler.js";

const GROUP = "scheduling.volcano.sh";
const API = `${GROUP}/v1beta1`;

/** Volcano. A pod without a gang gets a PodGroup of one from Volcano itself. */
export const volcano: GangScheduler = {
  id: "volcano",
  title: "Volcano",
  rules: [{ apiGroups: [GROUP], resources: ["podgroups"], verbs: ["create", "list"] }],
  serves: ({ apis }) => apis[API]?.includes("podgroups") ?? false,
  queues: () => [],
  gang: (name, size) => [{ apiVersion: API, kind: "PodGroup", metadata: { name }, spec: { minMember: size } }],

  alone(pod) {
    pod["spec"].schedulerName = "volcano";
    return pod;
  },

  member(pod, gang, _size, scene) {
    mark(pod, "annotations", { "scheduling.k8s.io/group-name": gang });
    return this.alone(pod, scene);
  },

  opinions: ({ namespace }) => `/apis/${API}/namespaces/${namespace}/podgroups`,

  considered: (pods, groups) => unschedulable(pods) ?? gangRefused(groups),
};

/** A gang that Volcano does not let into its queue shows on the PodGroup only. */
function gangRefused(groups: readonly ApiObject[]): string | undefined {
  const gangs = groups.filter((group) => group["spec"]?.minMember > 1);
  const conditions = gangs.flatMap((group) => (group["status"]?.conditions ?? []) as ApiObject[]);
  const refusal = conditions.find(({ type, status }) => type === "Unschedulable" && status === "True");
  return refusal && `${String(refusal["reason"])}: ${String(refusal["message"] ?? "")}`;
}
