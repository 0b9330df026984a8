import type { Api } from "./api.js";
import { startExporter } from "./accelerators/exporter/index.js";
import { attachAccelerators } from "./accelerators/index.js";
import { killCgroup } from "./cgroups.js";
import { binary, binDirectory } from "./binaries.js";
import { sha256 } from "./build/cache.js";
import { SEARCH_PATH } from "./command.js";
import type { Component } from "./component.js";
import { containerd } from "./components/containerd.js";
import { kubeProxy } from "./components/kube-proxy.js";
import { kubelet } from "./components/kubelet.js";
import { containerdSettled, writeContainerdConfig } from "./containerd.js";
import { changedFlags } from "./controlplane.js";
import { durations, until } from "./durations.js";
import { LabError } from "./error.js";
import { mergeFlags, toArgs } from "./flags.js";
import { waitUntilWell } from "./healthy.js";
import { ensureHolder, holderPid } from "./holder.js";
import type { BuiltImage } from "./images/build.js";
import { importImages } from "./images/load.js";
import { writeKubeletConfig } from "./kubelet.js";
import { labNames, nodeNames, type NodeNames } from "./names.js";
import { containerdConfigFile, kubeletConfigFile } from "./paths.js";
import { ensure, logTail, type ProcessSpec, stop } from "./process.js";
import type { LabState, NodeState } from "./state.js";

export const namesOf = (lab: Pick<LabState, "name">, node: NodeState): NodeNames =>
  nodeNames(lab.name, node.name, node.index, node.nodeName);

/** Mounts, containerd and images: all of a node that needs its network and no API server (idempotent). */
export async function furnishNode(lab: LabState, state: NodeState, images: BuiltImage[]): Promise<void> {
  const names = labNames(lab.name);
  const node = namesOf(lab, state);
  // Without its holder nobody can enter the node's namespaces any more: what still runs in them starts again.
  if ((await holderPid(names, node)) === undefined) await killCgroup(node.cgroup);
  await writeContainerdConfig(lab, node);
  await startOnNode(lab, state, containerd);
  await importImages(node, images, lab);
}

const configFiles: Record<string, (node: NodeNames) => string> = {
  [containerd.name]: containerdConfigFile,
  [kubelet.name]: kubeletConfigFile,
};

async function configDigest(component: Component, node: NodeNames): Promise<string> {
  const file = configFiles[component.name]?.(node);
  return file === undefined ? "" : sha256(file);
}

/** What runs a component on a node, with what faults changed about it. */
async function processOf(component: Component, lab: LabState, node: NodeNames, holder: number): Promise<ProcessSpec> {
  if (component.node === undefined) throw new Error(`${component.name} does not run on nodes`);
  const names = labNames(lab.name);
  const name = `${node.name}-${component.name}`;
  return {
    name,
    lab: lab.name,
    cgroup: node.cgroup,
    network: node.network,
    namespacesOf: holder,
    command: binary(component.name),
    args: toArgs(mergeFlags(component.node.flags({ lab, names, node }), ...changedFlags(lab, name))),
    env: {
      // containerd looks its shim up by name.
      PATH: `${binDirectory(component.name)}:${SEARCH_PATH}`,
      // A process that read another configuration is not the one that is wanted.
      KARAT_CONFIG: await configDigest(component, node),
    },
  };
}

/** What is read of a Node (API v1). */
export interface NodeObject {
  spec: { taints?: { key: string }[] };
  status: { conditions?: { type: string; status: string; message?: string }[] };
}

/** Ready, and the taint that keeps pods away until then is gone. */
export function isReady(node: NodeObject): boolean {
  const ready = node.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
  return ready && !(node.spec.taints ?? []).some(({ key }) => key === "node.kubernetes.io/not-ready");
}

async function nodeReady(api: Api, lab: LabState, node: NodeNames): Promise<void> {
  await until(
    durations.nodeReady,
    async () => {
      const object = await api.get<NodeObject>(`/api/v1/nodes/${node.nodeName}`).catch(() => undefined);
      return object !== undefined && isReady(object) ? true : undefined;
    },
    async () =>
      new Error(
        `${node.name} is not Ready after ${durations.nodeReady} s; its kubelet says:\n${await logTail(lab.name, `${node.name}-kubelet`)}`,
      ),
  );
}

/** Kubelet, kube-proxy and accelerators of a furnished node; returns once pods can run on it (idempotent). */
export async function joinNode(lab: LabState, state: NodeState, api: Api): Promise<void> {
  const names = labNames(lab.name);
  const node = namesOf(lab, state);
  await writeKubeletConfig(names, node);
  await startOnNode(lab, state, kubelet);
  await nodeReady(api, lab, node);
  // Only now: one that starts before its Node has addresses ends itself when they come.
  await startOnNode(lab, state, kubeProxy);
  if (state.devices > 0) {
    await attachAccelerators(names, node, { count: state.devices, access: state.access, persona: state.persona });
    if (lab.profile === "full") await startExporter(names, node, state.persona);
  }
}

/** Starts a component of the node with what the state says now, or replaces what runs otherwise; waits until it is well. */
export async function startOnNode(lab: LabState, state: NodeState, component: Component): Promise<void> {
  const names = labNames(lab.name);
  const node = namesOf(lab, state);
  const { pid } = await ensureHolder(names, node);
  const spec = await processOf(component, lab, node, pid);
  await ensure(spec);
  const url = component.node?.health;
  if (url !== undefined) await waitUntilWell(lab.name, node.network, spec.name, url);
  if (component !== containerd) return;
  if ((await containerdSettled(names, node)) === null) return;
  // Whatever it lacked when it started (inotify instances, once) may be there by now.
  await stop(lab.name, spec.name);
  await ensure(spec);
  const answer = await containerdSettled(names, node);
  if (answer === null) return;
  const log = await logTail(lab.name, spec.name);
  throw new LabError(`${spec.name}: ${answer}; its log ends:\n${log}`, `karat lab logs ${spec.name} ${lab.name}`);
}

export async function restartOnNode(lab: LabState, state: NodeState, component: Component): Promise<void> {
  await stop(lab.name, `${state.name}-${component.name}`);
  await startOnNode(lab, state, component);
}
