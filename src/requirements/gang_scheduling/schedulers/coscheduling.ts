import { parse } from "yaml";
import type { ApiObject } from "../../../record/facts.js";
import { mark, unschedulable, type GangScheduler } from "../scheduler.js";

const API = "scheduling.x-k8s.io/v1alpha1";
/** Where the chart of scheduler-plugins (as-a-second-scheduler) keeps its configuration, and the name it gives. */
const CONFIGURATION = { apiVersion: "v1", kind: "ConfigMap", name: "scheduler-config", namespace: "scheduler-plugins" };
const CHART_NAME = "scheduler-plugins-scheduler";

/** The coscheduling plugin of kubernetes-sigs/scheduler-plugins. */
export const coscheduling: GangScheduler = {
  id: "coscheduling",
  title: "the coscheduling plugin",
  rules: [
    { apiGroups: ["scheduling.x-k8s.io"], resources: ["podgroups"], verbs: ["create"] },
    { apiGroups: [""], resources: ["configmaps"], verbs: ["get"] },
  ],
  serves: ({ apis }) => apis[API]?.includes("podgroups") ?? false,

  async lookUp(observer) {
    return profileWithGangs(await observer.object("scheduler.configuration", CONFIGURATION)) ?? CHART_NAME;
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

/** The first profile of a KubeSchedulerConfiguration that turns the plugin on, by its schedulerName. */
export function profileWithGangs(configMap: ApiObject | null): string | undefined {
  for (const text of Object.values((configMap?.["data"] ?? {}) as Record<string, string>)) {
    const profiles = ((parse(text) as ApiObject | null)?.["profiles"] ?? []) as ApiObject[];
    for (const { schedulerName, plugins } of profiles) {
      const enabled = Object.values((plugins ?? {}) as ApiObject).flatMap(
        (point) => (point?.enabled ?? []) as ApiObject[],
      );
      if (typeof schedulerName === "string" && enabled.some(({ name }) => name === "Coscheduling"))
        return schedulerName;
    }
  }
  return undefined;
}
