import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeJson } from "../accelerators/files.js";
import { ensureNodeCredentials, kubeletKubeconfig } from "../credentials.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import type { NodeNames } from "../names.js";
import { start, stop } from "../process.js";
import { scriptPath } from "../script.js";
import type { HollowKubelet } from "./mechanism/hollow-kubelet.js";
import { nodeSettled, restartKubelet } from "./mechanism/settled.js";

export const hollowNode: Fault = {
  id: "F64",
  breaks: [
    "dra_support",
    "secure_accelerator_access",
    "driver_runtime_management",
    "gang_scheduling",
    "robust_controller",
  ],
  alone: true,
  what: "Nodes say that pods run and succeed, and execute nothing.",
  how: "Every kubelet is stopped; in its place a process renews the lease and writes pod status.",
  async break(lab) {
    await Promise.all(lab.nodes.map((node) => makeHollow(lab, node)));
  },
  async heal(lab) {
    await Promise.all(lab.nodes.map((node) => makeReal(lab, node)));
  },
};

async function makeHollow(lab: Lab, node: NodeNames): Promise<void> {
  const { kubelet } = await ensureNodeCredentials(lab.names, node);
  const kubeconfig = kubeletKubeconfig(node);
  const config: HollowKubelet = { node: node.name, ip: node.ip, podCidr: node.podCidr, kubeconfig, ...kubelet };
  writeJson(configFile(node), config);
  await stop(lab.names.name, `${node.name}-kubelet`);
  const since = new Date();
  await start({
    name: processName(node),
    lab: lab.names.name,
    cgroup: node.cgroup,
    network: node.network,
    command: process.execPath,
    args: ["--max-semi-space-size=1", scriptPath("./mechanism/hollow-kubelet.js", import.meta.url), configFile(node)],
  });
  await nodeSettled(lab, node, since);
}

async function makeReal(lab: Lab, node: NodeNames): Promise<void> {
  await stop(lab.names.name, processName(node));
  await rm(configFile(node), { force: true });
  await restartKubelet(lab, node);
}

function processName(node: NodeNames): string {
  return `${node.name}-hollow-kubelet`;
}

function configFile(node: NodeNames): string {
  return join(node.root, "hollow-kubelet.json");
}
