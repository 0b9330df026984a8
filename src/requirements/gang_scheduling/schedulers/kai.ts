import type { ApiObject } from "../../../record/facts.js";
import { mark, unschedulable, type GangScheduler } from "../scheduler.js";

const GROUP = "scheduling.run.ai";
const GROUPS = `${GROUP}/v2alpha2`;
const QUEUES = `${GROUP}/v2`;

/** KAI puts nothing in a queue's way here: no guarantee, no limit, so that only the node's devices decide. */
const UNLIMITED = { quota: 0, limit: -1, overQuotaWeight: 1 };

const queue = (name: string, parentQueue?: string): ApiObject => ({
  apiVersion: QUEUES,
  kind: "Queue",
  metadata: { name },
  spec: {
    ...(parentQueue === undefined ? {} : { parentQueue }),
    resources: { cpu: UNLIMITED, memory: UNLIMITED, gpu: UNLIMITED },
  },
});

/** KAI Scheduler. Only queues without children take work, so there are two, named after the namespace. */
export const kai: GangScheduler = {
  id: "kai",
  title: "KAI Scheduler",
  rules: [
    { apiGroups: [GROUP], resources: ["podgroups"], verbs: ["create"] },
    { apiGroups: [GROUP], resources: ["queues"], verbs: ["create", "delete"] },
  ],
  serves: ({ apis }) => (apis[GROUPS]?.includes("podgroups") && apis[QUEUES]?.includes("queues")) ?? false,
  queues: ({ namespace }) => [queue(`${namespace}-parent`), queue(namespace, `${namespace}-parent`)],

  gang: (name, size, { namespace }) => [
    { apiVersion: GROUPS, kind: "PodGroup", metadata: { name }, spec: { minMember: size, queue: namespace } },
  ],

  alone(pod, { namespace }) {
    pod["spec"].schedulerName = "kai-scheduler";
    mark(pod, "labels", { "kai.scheduler/queue": namespace });
    return pod;
  },

  member(pod, gang, _size, scene) {
    mark(pod, "annotations", { "pod-group-name": gang });
    return this.alone(pod, scene);
  },

  considered: unschedulable,
};
