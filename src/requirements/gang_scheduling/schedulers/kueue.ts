import type { ApiObject } from "../../../record/facts.js";
import { servedVersion } from "../../probing/served.js";
import { mark, type GangScheduler, type Scene } from "../scheduler.js";

const GROUP = "kueue.x-k8s.io";
const VERSIONS = ["v1", "v1beta2", "v1beta1"];
const LOCAL_QUEUE = "gangs";
/** More than any node has: only the devices are to be scarce. */
const PLENTY = { cpu: "10000", memory: "1Pi" };

const version = (apis: Scene["apis"]) => servedVersion(apis, GROUP, VERSIONS, "clusterqueues");

/**
 * Kueue. It admits by quota and not by what a node has left, so the experiment stands in a queue of its own whose
 * quota is the node's devices; the pods that hold devices go through the same queue.
 */
export const kueue: GangScheduler = {
  id: "kueue",
  title: "Kueue",
  rules: [
    { apiGroups: [GROUP], resources: ["resourceflavors", "clusterqueues"], verbs: ["create", "delete"] },
    { apiGroups: [GROUP], resources: ["localqueues"], verbs: ["create"] },
    { apiGroups: [GROUP], resources: ["workloads"], verbs: ["list"] },
  ],
  serves: ({ apis, resource }) => resource !== undefined && version(apis) !== undefined,

  queues({ apis, namespace, hostname, devices, resource = "" }) {
    const apiVersion = `${GROUP}/${version(apis)}`;
    const quota: Record<string, string> = { [resource]: String(devices), ...PLENTY };
    const resources = Object.entries(quota).map(([name, nominalQuota]) => ({ name, nominalQuota }));
    return [
      {
        apiVersion,
        kind: "ResourceFlavor",
        metadata: { name: namespace },
        spec: { nodeLabels: { "kubernetes.io/hostname": hostname } },
      },
      {
        apiVersion,
        kind: "ClusterQueue",
        metadata: { name: namespace },
        spec: {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
          resourceGroups: [{ coveredResources: Object.keys(quota), flavors: [{ name: namespace, resources }] }],
        },
      },
      { apiVersion, kind: "LocalQueue", metadata: { name: LOCAL_QUEUE }, spec: { clusterQueue: namespace } },
    ];
  },

  gang: () => [],

  alone(pod) {
    mark(pod, "labels", { "kueue.x-k8s.io/queue-name": LOCAL_QUEUE });
    return pod;
  },

  member(pod, gang, size, scene) {
    mark(pod, "labels", { "kueue.x-k8s.io/pod-group-name": gang });
    mark(pod, "annotations", { "kueue.x-k8s.io/pod-group-total-count": String(size) });
    return this.alone(pod, scene);
  },

  opinions: ({ apis, namespace }) => `/apis/${GROUP}/${version(apis)}/namespaces/${namespace}/workloads`,

  considered: (_pods, workloads) => outOfQuota(workloads),
};

/** Kueue's verdict on a workload stands in its condition QuotaReserved; other reasons than these are misconfiguration. */
function outOfQuota(workloads: readonly ApiObject[]): string | undefined {
  const conditions = workloads.flatMap((workload) => (workload["status"]?.conditions ?? []) as ApiObject[]);
  const refusal = conditions.find(
    ({ type, status, reason, message }) =>
      type === "QuotaReserved" &&
      status === "False" &&
      (reason === "WaitingForQuota" || (reason === "Pending" && /insufficient/.test(String(message)))),
  );
  return refusal && `${String(refusal["reason"])}: ${String(refusal["message"] ?? "")}`;
}
