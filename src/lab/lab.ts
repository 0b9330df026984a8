import { Api } from "./api.js";
import { componentOf } from "./components/index.js";
import { writeContainerdConfig } from "./containerd.js";
import { startComponents } from "./controlplane.js";
import { readElastic } from "./elastic/state.js";
import { NotThere } from "./error.js";
import type { Flags } from "./flags.js";
import { type LabNames, labNames, type NodeNames } from "./names.js";
import { namesOf, restartOnNode, startOnNode } from "./node.js";
import { stop } from "./process.js";
import { change, type LabState, type NodeState, requireState, writeState } from "./state.js";
import type { TomlTable } from "./toml.js";

/** A running lab. */
export interface Lab {
  names: LabNames;
  nodes: NodeNames[];
  /** Nodes that stand for machines on demand, those that are there now. */
  machines: NodeNames[];
  /** What it should look like. */
  state: LabState;
  api: Api;
  /**
   * Changes flags of a control-plane component, or of a node's process ("node1-kubelet"), and waits until it is well
   * with them. Kept over `lab up`. Undefined takes back what the same `by` had changed. Idempotent.
   * @param by who changes it, such as a fault's id: several may change one component, and each takes back its own
   */
  setFlags(by: string, component: string, flags: Flags | undefined): Promise<void>;
  /** The same for a node's containerd configuration; tables are merged. */
  setContainerd(by: string, node: string, patch: TomlTable | undefined): Promise<void>;
  /** Restarts a component of the control plane and waits until it is well. */
  restartComponent(component: string): Promise<void>;
  restartOnNode(node: string, component: string): Promise<void>;
}

class RunningLab implements Lab {
  constructor(
    readonly state: LabState,
    readonly api: Api,
  ) {}

  get names(): LabNames {
    return labNames(this.state.name);
  }

  get nodes(): NodeNames[] {
    return this.state.nodes.map((node) => namesOf(this.state, node));
  }

  get machines(): NodeNames[] {
    return readElastic(this.names).map((node) => namesOf(this.state, node));
  }

  async setFlags(by: string, component: string, flags: Flags | undefined): Promise<void> {
    change(this.state.flags, by, component, flags);
    writeState(this.state);
    const node = this.state.nodes.find(({ name }) => component.startsWith(`${name}-`));
    if (node === undefined) await startComponents(this.state, [component]);
    else await startOnNode(this.state, node, componentOf(component.slice(node.name.length + 1)));
  }

  async setContainerd(by: string, node: string, patch: TomlTable | undefined): Promise<void> {
    const state = this.nodeState(node);
    change(this.state.containerd, by, node, patch);
    writeState(this.state);
    await writeContainerdConfig(this.state, namesOf(this.state, state));
    await startOnNode(this.state, state, componentOf("containerd"));
  }

  async restartComponent(component: string): Promise<void> {
    await stop(this.state.name, component);
    await startComponents(this.state, [component]);
  }

  async restartOnNode(node: string, component: string): Promise<void> {
    await restartOnNode(this.state, this.nodeState(node), componentOf(component));
  }

  private nodeState(name: string): NodeState {
    const found = this.state.nodes.find((node) => node.name === name);
    if (found !== undefined) return found;
    const names = this.state.nodes.map((node) => node.name).join(", ");
    throw new NotThere(`lab ${this.state.name} has no node ${name}`, `its nodes are ${names}`);
  }
}

/** A lab whose API server answers, from its state. */
export const runningLab = (state: LabState, api: Api): Lab => new RunningLab(state, api);

/** Opens a lab that was brought up before. */
export async function openLab(name: string): Promise<Lab> {
  return new RunningLab(await requireState(name), await Api.from(labNames(name).kubeconfig));
}
