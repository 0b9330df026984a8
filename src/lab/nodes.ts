import { rm } from "node:fs/promises";
import { detachAccelerators } from "./accelerators/index.js";
import { MAX_NODES } from "./addresses.js";
import { killCgroup, removeCgroup } from "./cgroups.js";
import { releaseFiles } from "./down.js";
import { isSlot } from "./elastic/state.js";
import { LabError, NotThere } from "./error.js";
import { buildImages } from "./images/build.js";
import type { Lab } from "./lab.js";
import { NAME, type NodeNames } from "./names.js";
import { createNetworks, deleteNetwork, forgetNode } from "./network.js";
import { furnishNode, joinNode, namesOf } from "./node.js";
import { type Progress, timed } from "./progress.js";
import { type NodeState, writeState } from "./state.js";

/** Index and name of a new node: the lowest that is free, so that addresses are used again. */
export function nextNode(nodes: NodeState[], name?: string): { name: string; index: number } {
  const free = (index: number): boolean =>
    nodes.every((node) => node.index !== index && (name !== undefined || node.name !== `node${index}`));
  let index = 1;
  while (!free(index)) index++;
  return { name: name ?? `node${index}`, index };
}

/** Adds a node to a running lab. Returns once pods can run on it. */
export async function nodeAdd(
  lab: Lab,
  options: { name?: string } & Pick<NodeState, "devices" | "access" | "persona">,
  progress: Progress = () => {},
): Promise<NodeNames> {
  const place = nextNode(lab.state.nodes, options.name);
  if (!NAME.test(place.name)) {
    throw new LabError(`"${place.name}" can't name a node`, "a lower-case letter, then up to seven letters or digits");
  }
  if (lab.state.nodes.some((node) => node.name === place.name)) {
    throw new LabError(`lab ${lab.state.name} has a node ${place.name} already`, "choose another name");
  }
  if (isSlot(place.name)) {
    throw new LabError(`${place.name} is the name of a machine on demand`, "choose another name");
  }
  if (place.index > MAX_NODES) throw new LabError(`a lab holds ${MAX_NODES} nodes`, "use another lab");
  const node: NodeState = {
    ...place,
    devices: options.devices,
    access: options.access,
    persona: options.persona,
  };
  lab.state.nodes.push(node);
  writeState(lab.state);
  const images = await buildImages();
  await createNetworks(lab.names, lab.nodes);
  await timed(progress, `${node.name}: namespaces, containerd, images`, () => furnishNode(lab.state, node, images));
  await timed(progress, `${node.name}: kubelet, kube-proxy, accelerators`, () => joinNode(lab.state, node, lab.api));
  return namesOf(lab.state, node);
}

/** Pods of a node that is gone would wait minutes for their garbage collection. */
async function deletePods(lab: Lab, node: string): Promise<void> {
  const path = `/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`;
  const list = await lab.api.get<{ items: { metadata: { name: string; namespace: string } }[] }>(path);
  for (const { metadata } of list?.items ?? []) {
    await lab.api.delete(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`);
  }
}

/** Takes a node out of a running lab, with everything of it (idempotent until it is forgotten). */
export async function nodeRemove(lab: Lab, name: string): Promise<void> {
  const state = lab.state.nodes.find((node) => node.name === name);
  if (state === undefined)
    throw new NotThere(`lab ${lab.state.name} has no node ${name}`, "karat lab status names them");
  if (lab.state.nodes.length === 1) {
    throw new LabError(`${name} is the lab's last node`, `karat lab down ${lab.state.name} takes the whole lab down`);
  }
  const node = namesOf(lab.state, state);
  const others = lab.state.nodes.filter((other) => other !== state);
  await detachAccelerators(lab.names, node);
  await killCgroup(node.cgroup);
  await lab.api.delete(`/api/v1/nodes/${name}`);
  await deletePods(lab, name);
  await forgetNode(lab.names, node, others.map((other) => namesOf(lab.state, other))); // prettier-ignore
  await deleteNetwork(node.network);
  await removeCgroup(node.cgroup);
  await releaseFiles(node.root);
  await rm(node.root, { recursive: true, force: true });
  const wasFirst = lab.state.nodes[0] === state;
  lab.state.nodes = others;
  writeState(lab.state);
  // The control plane's kube-proxy takes itself for the first node, and ends when that is deleted.
  if (wasFirst) await lab.restartComponent("kube-proxy");
}
