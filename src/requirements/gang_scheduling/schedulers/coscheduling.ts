import type { ApiObject } from "../../../record/facts.js";
import { mark, unschedulable, type GangScheduler } from "../scheduler.js";

const API = "scheduling.x-k8s.io/v1alpha1";

/** Pods of schedulers: of the chart of scheduler-plugins, and of kubeadm and its likes where theirs was replaced. */
const SCHEDULER_PODS = `/api/v1/pods?labelSelector=${encodeURIComponent("component in (scheduler,kube-scheduler)")}`;
const CHART_NAME = "scheduler-plugins-scheduler";

/** The coscheduling plugin of kubernetes-sigs/scheduler-plugins. */
export const coscheduling: GangScheduler = {
  id: "coscheduling",
  title: "the coscheduling plugin",
  rules: [{ apiGroups: ["scheduling.x-k8s.io"], resources: ["podgroups"], verbs: ["create"] }],
  serves: ({ apis }) => apis[API]?.includes("podgroups") ?? false,

  async lookUp(observer) {
    return schedulerName(await observer.list("scheduler.pods", SCHEDULER_PODS));
  },

  queues: () => [],
  gang: (name, size) => [{ apiVersion: API, kind: "PodGroup", metadata: { name }, spec: { minMember: size } }],

  alone(pod, { schedulerName }) {
    pod["spec"].schedulerName = schedulerName;
    return pod;
  },

  member(pod, gang, _size, scene) {
    mark(pod, "labels", { "scheduling.x-k8s.io/pod-group": gang });
    return this.alone(pod, scene);
  },

  considered: unschedulable,
};

/**
 * The name that pods give to the scheduler with the plugin. The chart calls scheduler and ServiceAccount alike; a
 * kube-scheduler that was replaced keeps its name.
 */
export function schedulerName(pods: readonly ApiObject[]): string {
  const images = (pod: ApiObject) => ((pod["spec"]?.containers ?? []) as ApiObject[]).map(({ image }) => String(image));
  const withPlugins = pods.find((pod) => images(pod).some((image) => image.includes("scheduler-plugins")));
  if (!withPlugins) return CHART_NAME;
  const replaced = withPlugins["metadata"]?.labels?.component === "kube-scheduler";
  return replaced ? "default-scheduler" : String(withPlugins["spec"].serviceAccountName ?? CHART_NAME);
}
