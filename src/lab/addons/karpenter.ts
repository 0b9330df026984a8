import type { ApiObject } from "../../kube/index.js";
import { type AddOn, addOnImage } from "../addon.js";
import { capacity, elasticPersona, MACHINE_TYPES, type MachineType } from "../elastic/machines.js";
import type { LabState } from "../state.js";
import { renderChart } from "./chart.js";
import { defectsOf } from "./defects.js";
import { machinesStartEmpty } from "./karpenter-machines.js";
import { nodeClass, nodeClassDefinition, nodePools } from "./karpenter-pools.js";

const KARPENTER_NAMESPACE = "karpenter";
const KARPENTER = "karpenter";
const { name: image, repository, tag } = addOnImage("karpenter");

/** Defect: it does not run; the pools stay declared. */
export const STOPPED = "stopped";

/** ConfigMap with the instance types, and the file in it. */
const INSTANCE_TYPES = "karpenter-instance-types";
const FILE = "instance-types.json";
const FOLDER = "/etc/karpenter";

/** As Karpenter's kwok provider reads them (InstanceTypeOptions of 1.14). */
function instanceType(type: MachineType, lab: LabState): object {
  const only = (key: string, value: string): object => ({ key, operator: "In", values: [value] });
  return {
    name: type.name,
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    operatingSystems: ["linux"],
    resources: capacity(type, elasticPersona(lab)),
    offerings: [
      {
        Price: type.price,
        Requirements: [only("karpenter.sh/capacity-type", "on-demand"), only("topology.kubernetes.io/zone", "lab")],
      },
    ],
  };
}

/** The ConfigMap from which Karpenter learns of machine types when it starts. */
function instanceTypes(lab: LabState): ApiObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: INSTANCE_TYPES, namespace: KARPENTER_NAMESPACE },
    data: { [FILE]: JSON.stringify(MACHINE_TYPES.map((type) => instanceType(type, lab))) },
  };
}

export const karpenter: AddOn = {
  name: KARPENTER,
  purpose: "grows and shrinks node pools by machines that the lab makes real, for cluster_autoscaling",
  namespace: KARPENTER_NAMESPACE,
  images: [{ name: image, programs: ["karpenter"] }],
  objects: async ({ lab }) => [
    nodeClassDefinition,
    ...(await renderChart({
      archive: "karpenter.tgz",
      release: KARPENTER,
      namespace: KARPENTER_NAMESPACE,
      values: {
        replicas: defectsOf(lab, KARPENTER).has(STOPPED) ? 0 : 1,
        controller: {
          image: { repository, tag },
          env: [
            { name: "INSTANCE_TYPES_FILE_PATH", value: `${FOLDER}/${FILE}` },
            // There is one of it, and a lease would only make its restarts slow.
            { name: "DISABLE_LEADER_ELECTION", value: "true" },
          ],
          extraVolumeMounts: [{ name: "instance-types", mountPath: FOLDER, readOnly: true }],
        },
        extraVolumes: [{ name: "instance-types", configMap: { name: INSTANCE_TYPES } }],
        // The chart knows the gates and has no values for these two.
        settings: { featureGates: { staticCapacity: false, capacityBuffer: false } },
      },
    })),
    ...machinesStartEmpty,
    instanceTypes(lab),
    nodeClass,
    ...nodePools(lab, defectsOf(lab, KARPENTER)),
  ],
};
