import type { ApiObject } from "../../kube/index.js";
import { PROVIDER } from "../elastic/machines.js";

const NAME = "machines-start-empty";

const dropped = (field: string): string =>
  `(has(object.status.${field}) ? [JSONPatch{op: "remove", path: "/status/${field}"}] : [])`;

/**
 * Karpenter's kwok provider lets a Node offer all it will have from its first moment. On other clouds the kubelet says
 * so once it is there; before, the scheduler would place pods by accelerators that no plugin serves yet, and the
 * kubelet would start them without any.
 */
export const machinesStartEmpty: readonly ApiObject[] = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    metadata: { name: NAME },
    spec: {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      matchConstraints: {
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["nodes"], operations: ["CREATE"] }],
      },
      matchConditions: [
        {
          name: "machine",
          expression: `has(object.spec.providerID) && object.spec.providerID.startsWith("${PROVIDER}")`,
        },
      ],
      mutations: [
        { patchType: "JSONPatch", jsonPatch: { expression: `${dropped("capacity")} + ${dropped("allocatable")}` } },
      ],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name: NAME },
    spec: { policyName: NAME },
  },
];
