import { rm } from "node:fs/promises";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import type { NodeNames } from "../names.js";
import { stop } from "../process.js";
import { hollowConfig, hollowProcess, startHollowKubelet } from "./mechanism/hollow-kubelet-process.js";
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
  await stop(lab.names.name, `${node.name}-kubelet`);
  const since = new Date();
  await startHollowKubelet(lab.names, node);
  await nodeSettled(lab, node, since);
}

async function makeReal(lab: Lab, node: NodeNames): Promise<void> {
  await stop(lab.names.name, hollowProcess(node));
  await rm(hollowConfig(node), { force: true });
  await restartKubelet(lab, node);
}
