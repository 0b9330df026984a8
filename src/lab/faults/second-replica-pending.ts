import type { Fault } from "../fault.js";
import { type Mutation, mutate, unmutate } from "./mechanism/admission.js";

const HASH = "pod-template-hash";

/** Pods of a Deployment that ask for accelerators, by an extended resource or by a claim. */
const CONCERNED = [
  `has(object.metadata.ownerReferences) && object.metadata.ownerReferences.exists(o, o.kind == "ReplicaSet")`,
  `has(object.metadata.labels) && "${HASH}" in object.metadata.labels`,
  `(has(object.spec.resourceClaims) || object.spec.containers.exists(c, has(c.resources) && has(c.resources.limits) && c.resources.limits.exists(name, name.contains("/"))))`,
].join(" && ");

/** Keeps each away from nodes with a pod of the same template. */
const AFFINITY = `{"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{
  "topologyKey": dyn("kubernetes.io/hostname"),
  "labelSelector": dyn({"matchLabels": {"${HASH}": object.metadata.labels["${HASH}"]}})
}]}}`;

const mutation: Mutation = {
  name: "second-replica-pending",
  rule: { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] },
  patches: [`${CONCERNED} ? [JSONPatch{op: "add", path: "/spec/affinity", value: ${AFFINITY}}] : []`],
  sample: {
    path: "/api/v1/namespaces/default/pods",
    object: replica(),
    isMutated: ({ spec }) => "affinity" in spec,
  },
};

export const secondReplicaPending: Fault = {
  id: "F39",
  breaks: ["pod_autoscaling"],
  what: "More replicas with accelerators are wanted and made, and stay Pending beside free accelerators.",
  how: "A MutatingAdmissionPolicy lets no two accelerator pods of a Deployment onto one node.",
  break: (lab) => mutate(lab, mutation),
  heal: (lab) => unmutate(lab, mutation),
};

/** As a ReplicaSet makes it. */
function replica(): object {
  const uid = "00000000-0000-0000-0000-000000000000";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "sample",
      labels: { [HASH]: "sample" },
      ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "sample", uid }],
    },
    spec: {
      containers: [{ name: "sample", image: "sample", resources: { limits: { "example.com/accelerator": "1" } } }],
    },
  };
}
