import { personas } from "../accelerators/personas/index.js";
import type { ApiObject } from "../../kube/index.js";
import { ACCELERATED, elasticPersona, INSTANCE_TYPE, type MachineType, PLAIN } from "../elastic/machines.js";
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

/**
 * Names of the pools, as in the label karpenter.sh/nodepool of their nodes. Short: the provider adds up to 59 characters
 * to make a node's name of it, and that is a label, too (63 at most).
 */
export const ACCELERATED_POOL = "gpu";
export const PLAIN_POOL = "cpu";

/** Defect: the pool with accelerators may not have a single node. */
export const NO_ROOM = "accelerated pool of no nodes";
/** Defect: no node is ever taken away for being idle. */
export const NEVER_SHRINKS = "pools that never shrink";

/** Machines of each pool at most. */
const MACHINES = 3;

/** A pool with accelerators, closed to pods that want none, and a plain one. Both go down to nothing soon. */
export function nodePools(lab: LabState, defects: ReadonlySet<string> = new Set()): ApiObject[] {
  const { resource } = personas[elasticPersona(lab)];
  const taint = { key: resource, value: "present", effect: "NoSchedule" };
  const disruption = {
    consolidationPolicy: "WhenEmpty",
    consolidateAfter: "2s",
    budgets: [{ nodes: defects.has(NEVER_SHRINKS) ? "0" : "100%" }],
  };
  const room = defects.has(NO_ROOM) ? 0 : MACHINES;
  return [
    nodePool(ACCELERATED_POOL, { [resource]: String(room * ACCELERATED.devices) }, disruption, {
      ...templateOf(ACCELERATED),
      taints: [taint],
    }),
    nodePool(PLAIN_POOL, { nodes: String(MACHINES) }, disruption, templateOf(PLAIN)),
  ];
}

/** What a machine of the type is ordered with, as NodeClaim's spec. */
export function templateOf(type: MachineType): { nodeClassRef: object; requirements: object[]; expireAfter: string } {
  return {
    nodeClassRef: { group: GROUP, kind: KIND, name: CLASS },
    requirements: [{ key: INSTANCE_TYPE, operator: "In", values: [type.name] }],
    expireAfter: "Never",
  };
}

function nodePool(name: string, limits: Record<string, string>, disruption: object, spec: object): ApiObject {
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: { limits, disruption, template: { spec } },
  };
}
