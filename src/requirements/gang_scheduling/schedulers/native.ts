import type { GangScheduler, Scene } from "../scheduler.js";
import { servedVersion } from "../../probing/served.js";
import { unschedulable } from "../scheduler.js";

const GROUP = "scheduling.k8s.io";
/** Versions with a PodGroup object: 1.36 has v1alpha2, 1.37 v1alpha3 and v1beta1. */
const WITH_POD_GROUPS = ["v1", "v1beta1", "v1alpha3", "v1alpha2"];
/** 1.35: the groups stand inside a Workload, and pods refer to that. */
const WITH_WORKLOADS = ["v1alpha1"];
/** The one group of such a Workload. */
const ONLY_GROUP = "members";

const podGroups = (apis: Scene["apis"]) => servedVersion(apis, GROUP, WITH_POD_GROUPS, "podgroups");
const workloads = (apis: Scene["apis"]) => servedVersion(apis, GROUP, WITH_WORKLOADS, "workloads");

/** kube-scheduler's own gangs (KEP-4671), off unless the platform turned the feature on. */
export const native: GangScheduler = {
  id: "native",
  title: "kube-scheduler's own PodGroup",
  rules: [{ apiGroups: [GROUP], resources: ["podgroups", "workloads"], verbs: ["create"] }],
  serves: ({ apis }) => (podGroups(apis) ?? workloads(apis)) !== undefined,
  queues: () => [],

  gang(name, size, { apis }) {
    const gang = { minCount: size };
    const version = podGroups(apis);
    if (version !== undefined) {
      const spec = { schedulingPolicy: { gang } };
      return [{ apiVersion: `${GROUP}/${version}`, kind: "PodGroup", metadata: { name }, spec }];
    }
    const spec = { podGroups: [{ name: ONLY_GROUP, policy: { gang } }] };
    return [{ apiVersion: `${GROUP}/${workloads(apis)}`, kind: "Workload", metadata: { name }, spec }];
  },

  alone: (pod) => pod,

  member(pod, gang, _size, { apis }) {
    if (podGroups(apis) !== undefined) pod["spec"].schedulingGroup = { podGroupName: gang };
    else pod["spec"].workloadRef = { name: gang, podGroup: ONLY_GROUP };
    return pod;
  },

  considered: unschedulable,
};
