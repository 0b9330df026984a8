import { readdir } from "node:fs/promises";
import { withKube } from "./addons/cluster.js";
import { addOns } from "./addons/index.js";
import { addOnProblem } from "./addons/install.js";
import { cgroupMemory } from "./cgroups.js";
import { controlPlaneComponents } from "./controlplane.js";
import { components } from "./components/index.js";
import { containerdAnswers } from "./containerd.js";
import { WATCHER } from "./elastic/index.js";
import { readElastic } from "./elastic/state.js";
import { activeFaults } from "./faults/active.js";
import { health } from "./healthy.js";
import { openLab } from "./lab.js";
import { type LabNames, labNames } from "./names.js";
import { isReady, namesOf, type NodeObject } from "./node.js";
import { running } from "./process.js";
import { type LabState, requireState } from "./state.js";

export interface ProcessStatus {
  name: string;
  pid: number | undefined;
  /** Absent when it is well. */
  problem?: string;
  /** Bytes of its own, page cache left out. */
  memory: number | undefined;
}

export interface NodeStatus {
  name: string;
  /** The Node object that it stands for, of a machine that an autoscaler asked for; such nodes come and go. */
  elastic?: string;
  ready: boolean;
  ip: string;
  devices: number;
  access: string;
  persona: string;
  processes: ProcessStatus[];
}

export interface AddOnStatus {
  name: string;
  /** Absent when it is well. */
  problem?: string;
}

export interface LabStatus {
  name: string;
  server: string;
  kubeconfig: string;
  well: boolean;
  controlPlane: ProcessStatus[];
  nodes: NodeStatus[];
  addOns: AddOnStatus[];
  /** Bytes that all its processes hold, pods included. */
  memory: number | undefined;
  /** Faults that are on, by id. */
  changedBy: string[];
}

async function processStatus(
  lab: string,
  cgroup: string,
  name: string,
  problem: string | null,
): Promise<ProcessStatus> {
  const pid = await running(lab, name);
  const found = pid === undefined ? "does not run" : problem;
  const memory = await cgroupMemory(`${cgroup}/${name}`);
  return { name, pid, memory, ...(found === null ? {} : { problem: found }) };
}

const onNodes = components.flatMap(({ name, node }) => (node === undefined ? [] : [{ name, health: node.health }]));

/** Processes that were started and not stopped, such as drivers; those of components are asked for by name. */
async function noted(lab: LabNames): Promise<string[]> {
  const names = await readdir(lab.pids).catch(() => []);
  return names.toSorted((left, right) => left.localeCompare(right));
}

async function addOnStatuses(lab: LabState): Promise<AddOnStatus[]> {
  if (lab.profile !== "full") return [];
  return withKube(lab, (kube) =>
    Promise.all(
      addOns.map(async (addOn) => {
        const problem = await addOnProblem(addOn, { lab, kube }).catch((error: unknown) => String(error));
        return { name: addOn.name, ...(problem === null ? {} : { problem }) };
      }),
    ),
  );
}

/** How a lab is, asked of its processes and its API server. */
export async function labStatus(name: string): Promise<LabStatus> {
  const state = await requireState(name);
  const lab = labNames(name);
  const failed = (urls: string[]) => (error: unknown) => urls.map(() => (error instanceof Error ? error.message : String(error))); // prettier-ignore
  const ask = (network: string, urls: string[]): Promise<(string | null)[]> => health(network, 0, urls).catch(failed(urls)); // prettier-ignore

  const answers = await ask(lab.network, controlPlaneComponents.map(({ controlPlane }) => controlPlane.health)); // prettier-ignore
  const controlPlane = await Promise.all([
    ...controlPlaneComponents.map((component, at) =>
      processStatus(name, lab.cgroup, component.name, answers[at] ?? null),
    ),
    processStatus(name, lab.cgroup, "relay", null),
    ...(state.profile === "full" ? [processStatus(name, lab.cgroup, WATCHER, null)] : []),
  ]);
  const api = await openLab(name).then((opened) => opened.api, () => undefined); // prettier-ignore
  const nodes = await Promise.all(
    [...state.nodes, ...readElastic(lab)].map(async (node): Promise<NodeStatus> => {
      const names = namesOf(state, node);
      const urls = onNodes.flatMap((component) => component.health ?? []);
      const said = await ask(names.network, urls);
      const processes = onNodes.map(async (component) => {
        const answer = component.health === undefined ? await containerdAnswers(names) : said[urls.indexOf(component.health)]; // prettier-ignore
        return processStatus(name, names.cgroup, `${node.name}-${component.name}`, answer ?? null);
      });
      const known = new Set(onNodes.map((component) => `${node.name}-${component.name}`));
      const others = (await noted(lab)).filter((process) => process.startsWith(`${node.name}-`) && !known.has(process));
      processes.push(...others.map((process) => processStatus(name, names.cgroup, process, null)));
      const object = await api?.get<NodeObject>(`/api/v1/nodes/${names.nodeName}`).catch(() => undefined);
      return {
        name: node.name,
        ...(node.nodeName === undefined ? {} : { elastic: node.nodeName }),
        ready: object !== undefined && isReady(object),
        ip: names.ip,
        devices: node.devices,
        access: node.access,
        persona: node.persona,
        processes: await Promise.all(processes),
      };
    }),
  );
  const parts = await addOnStatuses(state);
  const lasting = nodes.filter(({ elastic }) => elastic === undefined);
  const all = [...controlPlane, ...lasting.flatMap((node) => node.processes), ...parts];
  return {
    name,
    server: `https://127.0.0.1:${state.port}`,
    kubeconfig: lab.kubeconfig,
    well: all.every(({ problem }) => problem === undefined) && lasting.every(({ ready }) => ready),
    controlPlane,
    nodes,
    addOns: parts,
    memory: await cgroupMemory(lab.cgroup),
    changedBy: activeFaults(lab),
  };
}
