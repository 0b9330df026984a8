import { Api } from "./api.js";
import { writeContainerdConfig } from "./containerd.js";
import { componentOf } from "./components/index.js";
import { relayProcess, startComponents } from "./controlplane.js";
import { ensureCredentials } from "./credentials.js";
import { applyDns, writeCorefile } from "./dns.js";
import { durations, until } from "./durations.js";
import { LabError } from "./error.js";
import type { Flags } from "./flags.js";
import { buildImages } from "./images/build.js";
import { type LabNames, labNames, type NodeNames } from "./names.js";
import { createControlPlaneNetwork } from "./network.js";
import { furnishNode, joinNode, namesOf, restartOnNode } from "./node.js";
import { start, stop } from "./process.js";
import { type LabState, readState, writeState } from "./state.js";
import type { TomlTable } from "./toml.js";

export { labDown } from "./down.js";

/** A running lab. */
export interface Lab {
  names: LabNames;
  nodes: NodeNames[];
  /** What it should look like, as read when the lab was opened. */
  state: LabState;
  api: Api;
  /**
   * Changes flags of a control-plane component, or of a node's process ("node1-kubelet"), restarts it and waits until it
   * is well. Kept over `lab up`. Undefined takes back what the same `by` had changed.
   * @param by who changes it, such as a fault's id: several may change one component, and each takes back its own
   */
  setFlags(by: string, component: string, flags: Flags | undefined): Promise<void>;
  /** Changes a node's containerd configuration (tables are merged), restarts containerd if that made a difference. */
  setContainerd(by: string, node: string, patch: TomlTable | undefined): Promise<void>;
  /** Restarts a component of the control plane and waits until it is well. */
  restartComponent(component: string): Promise<void>;
  restartOnNode(node: string, component: string): Promise<void>;
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

class RunningLab implements Lab {
  constructor(
    public state: LabState,
    readonly api: Api,
  ) {}

  get names(): LabNames {
    return labNames(this.state.name);
  }

  get nodes(): NodeNames[] {
    return this.state.nodes.map((node) => namesOf(this.state, node));
  }

  async setFlags(by: string, component: string, flags: Flags | undefined): Promise<void> {
    const { [component]: before, ...others } = this.state.flags[by] ?? {};
    if (same(before, flags)) return;
    this.state.flags[by] = flags === undefined ? others : { ...others, [component]: flags };
    await writeState(this.state);
    const onNode = this.state.nodes.find((node) => component.startsWith(`${node.name}-`));
    if (onNode === undefined) await this.restartComponent(component);
    else await this.restartOnNode(onNode.name, component.slice(onNode.name.length + 1));
  }

  async setContainerd(by: string, node: string, patch: TomlTable | undefined): Promise<void> {
    const { [node]: _before, ...others } = this.state.containerd[by] ?? {};
    this.state.containerd[by] = patch === undefined ? others : { ...others, [node]: patch };
    await writeState(this.state);
    const names = this.nodes.find((candidate) => candidate.name === node);
    if (names === undefined) throw this.noSuchNode(node);
    if (await writeContainerdConfig(this.state, names)) await this.restartOnNode(node, "containerd");
  }

  async restartComponent(component: string): Promise<void> {
    await stop(this.state.name, component);
    await startComponents(this.state, [component]);
  }

  async restartOnNode(node: string, component: string): Promise<void> {
    const state = this.state.nodes.find((candidate) => candidate.name === node);
    if (state === undefined) throw this.noSuchNode(node);
    await restartOnNode(this.state, state, componentOf(component));
  }

  private noSuchNode(node: string): LabError {
    return new LabError(`lab ${this.state.name} has no node ${node}`, `one of ${this.nodes.map(({ name }) => name).join(", ")}`);
  }
}

/** Whoever else listens on the port would be taken for the lab. */
async function apiReady(api: Api): Promise<void> {
  let last = "";
  await until(
    durations.controlPlane,
    async () => {
      const answer = await api.request("GET", "/readyz").catch((error: unknown) => void (last = String(error)));
      return answer?.status === 200 ? true : undefined;
    },
    () => new LabError(`the API server can't be reached from the host: ${last}`, "karat lab logs relay"),
  );
}

/** Hears of each step of a longer work, when it ends. */
export type Progress = (step: string, seconds: number) => void;

async function timed<T>(progress: Progress, step: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  progress(step, (performance.now() - begin) / 1000);
  return result;
}

/** The control plane, in its order of dependence (idempotent). */
async function controlPlaneUp(lab: LabState): Promise<Api> {
  const names = labNames(lab.name);
  await createControlPlaneNetwork(names);
  await ensureCredentials(names, lab.port);
  await writeCorefile(names);
  await startComponents(lab, ["etcd", "kube-apiserver"]);
  await start(relayProcess(lab));
  const api = await Api.from(names.kubeconfig);
  await apiReady(api);
  await Promise.all([applyDns(api), startComponents(lab, ["kube-controller-manager", "kube-scheduler"])]);
  await startComponents(lab, ["coredns"]);
  return api;
}

/** Makes the lab what its state says: all of it at first, what is missing later (idempotent). */
export async function converge(lab: LabState, progress: Progress): Promise<Lab> {
  await writeState(lab);
  const images = await timed(progress, "images", buildImages);
  await createControlPlaneNetwork(labNames(lab.name));
  const furnished = lab.nodes.map((node) =>
    timed(progress, `${node.name}: namespaces, containerd, images`, () => furnishNode(lab, node, images)),
  );
  const [api] = await Promise.all([timed(progress, "control plane", () => controlPlaneUp(lab)), ...furnished]);
  const joined = lab.nodes.map((node) =>
    timed(progress, `${node.name}: kubelet, kube-proxy, accelerators`, () => joinNode(lab, node, api)),
  );
  await Promise.all(joined);
  await timed(progress, "services from the control plane", () => startComponents(lab, ["kube-proxy"]));
  return new RunningLab(lab, api);
}

/** Opens a lab that was brought up before. */
export async function openLab(name: string): Promise<Lab> {
  const state = await readState(name);
  if (state === undefined) throw new LabError(`there is no lab ${name}`, `karat lab up ${name}`);
  return new RunningLab(state, await Api.from(labNames(name).kubeconfig));
}
