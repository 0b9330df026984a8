import { personas } from "../accelerators/personas/index.js";
import type { ApiObject } from "../../kube/index.js";
import { ACCELERATED, elasticPersona, type MachineType, PLAIN } from "../elastic/machines.js";
import type { LabState } from "../state.js";

const GROUP = "karpenter.kwok.sh";
const KIND = "KWOKNodeClass";

/** Karpenter's chart lacks it. Its Ready condition is the default, as nothing ever sets it. */
export const nodeClassDefinition: ApiObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `kwoknodeclasses.${GROUP}` },
  spec: {
    group: GROUP,
    scope: "Cluster",
    names: { kind: KIND, listKind: `${KIND}List`, plural: "kwoknodeclasses", singular: "kwoknodeclass" },
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: { type: "object", properties: { nodeRegistrationDelay: { type: "string" } } },
              status: {
                type: "object",
                "x-kubernetes-preserve-unknown-fields": true,
                default: {
                  conditions: [
                    {
                      type: "Ready",
                      status: "True",
                      reason: "Ready",
                      message: "",
                      lastTransitionTime: "2024-01-01T00:00:00Z",
                    },
                  ],
                },
              },
            },
          },
        },
      },
    ],
  },
};

const CLASS = "lab";

export const nodeClass: ApiObject = {
  apiVersion: `${GROUP}/v1alpha1`,
  kind: KIND,
  metadata: { name: CLASS },
  spec: {},
};

/** Names of the pools, as in the label karpenter.sh/nodepool of their nodes. */
export const ACCELERATED_POOL = "accelerated";
export const PLAIN_POOL = "plain";

/** A pool with accelerators, closed to pods that want none, and a plain one. Both go down to nothing soon. */
export function nodePools(lab: LabState): ApiObject[] {
  const { resource } = personas[elasticPersona(lab)];
  const taint = { key: resource, value: "present", effect: "NoSchedule" };
  return [
    nodePool(ACCELERATED_POOL, ACCELERATED, { [resource]: String(3 * ACCELERATED.devices) }, [taint]),
    nodePool(PLAIN_POOL, PLAIN, { nodes: "2" }, []),
  ];
}

function nodePool(name: string, type: MachineType, limits: Record<string, string>, taints: object[]): ApiObject {
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      limits,
      disruption: { consolidationPolicy: "WhenEmpty", consolidateAfter: "2s", budgets: [{ nodes: "100%" }] },
      template: {
        spec: {
          nodeClassRef: { group: GROUP, kind: KIND, name: CLASS },
          requirements: [{ key: "node.kubernetes.io/instance-type", operator: "In", values: [type.name] }],
          taints,
          expireAfter: "Never",
        },
      },
    },
  };
}
