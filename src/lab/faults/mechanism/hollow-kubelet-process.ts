import { join } from "node:path";
import { writeJson } from "../../accelerators/files.js";
import { ensureNodeCredentials, kubeletKubeconfig } from "../../credentials.js";
import type { LabNames, NodeNames } from "../../names.js";
import { start } from "../../process.js";
import { scriptPath, scriptProcess } from "../../script.js";
import type { HollowKubelet } from "./hollow-kubelet.js";

/**
 * Starts what only talks in a kubelet's place: see hollow-kubelet.ts (idempotent).
 * @param capacity what the node says that it offers, where no kubelet has said so before
 */
export async function startHollowKubelet(
  lab: LabNames,
  node: NodeNames,
  capacity?: HollowKubelet["capacity"],
): Promise<void> {
  const { kubelet } = await ensureNodeCredentials(lab, node);
  const { nodeName, ip, podCidr } = node;
  const config: HollowKubelet = {
    node: nodeName,
    ip,
    podCidr,
    kubeconfig: kubeletKubeconfig(node),
    ...(capacity === undefined ? {} : { capacity }),
    ...kubelet,
  };
  writeJson(hollowConfig(node), config);
  await start({
    name: hollowProcess(node),
    lab: lab.name,
    cgroup: node.cgroup,
    network: node.network,
    ...scriptProcess(scriptPath("./hollow-kubelet.js", import.meta.url), [hollowConfig(node)]),
  });
}

export const hollowProcess = (node: NodeNames): string => `${node.name}-hollow-kubelet`;

export const hollowConfig = (node: NodeNames): string => join(node.root, "hollow-kubelet.json");
