/** Pod field that names the pod's PodGroup (KEP-4671, scheduling.k8s.io ≥ v1alpha2). */
export const SCHEDULING_GROUP = "schedulingGroup";

/** A pod of a gang, to be sent as a dry run. */
export function gangPod(): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "sample" },
    spec: {
      [SCHEDULING_GROUP]: { podGroupName: "sample" },
      containers: [{ name: "sample", image: "sample" }],
    },
  };
}
