import { join } from "node:path";
import { writeJson } from "../accelerators/files.js";
import { ensureNodeCredentials, kubeletKubeconfig } from "../credentials.js";
import type { HollowKubelet } from "../faults/mechanism/hollow-kubelet.js";
import { labNames } from "../names.js";
import { namesOf } from "../node.js";
import { start } from "../process.js";
import { scriptPath } from "../script.js";
import type { LabState } from "../state.js";
import { capacity, MACHINE_TYPES, PLAIN } from "./machines.js";
import type { ElasticNode } from "./state.js";

/** Gives a machine, which has its network, a kubelet that only talks (idempotent). */
export async function bootHollow(lab: LabState, machine: ElasticNode): Promise<void> {
  const names = labNames(lab.name);
  const node = namesOf(lab, machine);
  const { kubelet } = await ensureNodeCredentials(names, node);
  const file = join(node.root, "hollow-kubelet.json");
  const { ip, podCidr, nodeName } = node;
  const type = MACHINE_TYPES.find(({ devices }) => devices === machine.devices) ?? PLAIN;
  const config: HollowKubelet = {
    node: nodeName,
    ip,
    podCidr,
    kubeconfig: kubeletKubeconfig(node),
    capacity: { ...capacity(type, machine.persona), pods: "110" },
    ...kubelet,
  };
  writeJson(file, config);
  await start({
    name: `${node.name}-hollow-kubelet`,
    lab: lab.name,
    cgroup: node.cgroup,
    network: node.network,
    command: process.execPath,
    args: ["--max-semi-space-size=1", scriptPath("../faults/mechanism/hollow-kubelet.js", import.meta.url), file],
  });
}
