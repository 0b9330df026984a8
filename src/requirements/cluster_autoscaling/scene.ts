import { z } from "zod";
import { type Adapter, adapterOf } from "../../accelerators/index.js";
import { equip } from "../../probe/index.js";
import type { ApiObject, Facts } from "../../record/facts.js";
import { KARPENTER_API } from "../../run/discover-autoscaling.js";
import { draVersion } from "../../run/discover-lists.js";
import { tolerations, unusableNodes } from "../../run/discover-nodes.js";
import { AUTOSCALING } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import type { Observer, Ref } from "../../run/observer.js";
import { inVersion } from "../probing/claims.js";
import { created } from "../probing/pods.js";
import { template } from "../probing/stage.js";
import { SETUP, type Target, targetOf } from "./target.js";

/** Container of all pods here. */
export const PROBE = "probe";

/** Log of a pod that had printed nothing when it was read first. */
export const readAgain = (pod: string): string => `${pod}.log.again`;

/** Names of facts that every experiment leaves; the lists of Karpenter's objects only under Karpenter. */
export const BEFORE = "nodes.before";
export const AFTER = "nodes.after";
export const POOLS = "nodepools";
export const CLAIMS = "nodeclaims";
/** Events on the experiment's own pods, once it has come so far as it does. */
export const EVENTS = "events";

/** A cluster whose pools may grow, as an experiment finds it. */
export class Scene {
  private constructor(
    private readonly observer: Observer,
    private readonly manifests: readonly ApiObject[],
    readonly target: Target,
    readonly adapter: Adapter,
    /** Nodes that were there before, as served. */
    readonly nodes: readonly ApiObject[],
    readonly pools: readonly ApiObject[],
  ) {}

  /** Notes `setup`, `nodes.before` and, under Karpenter, `nodepools`. */
  static async open(observer: Observer, yaml: URL): Promise<Scene> {
    const manifests = await observer.manifests(yaml);
    const { inventory, nonce } = observer;
    const served = inventory.apis[KARPENTER_API]?.includes("nodepools") === true;
    const pools = served ? await observer.list(POOLS, `/apis/${KARPENTER_API}/nodepools`) : [];
    const target = targetOf(inventory, pools);
    observer.value(SETUP, { nonce, ...target });
    const nodes = await observer.list(BEFORE, "/api/v1/nodes");
    return new Scene(observer, manifests, target, adapterOf(target), nodes, pools);
  }

  /**
   * Puts a pod that asks for nothing on each of the nodes that are there, for others to keep away from: whoever does has
   * no place now, and takes none of what others use. A label of the node would not do, as Karpenter refuses pods that
   * choose by host name. Not on one that nothing else would be put on: a guard on a node that is being taken away, or has
   * lost its kubelet, goes only when the node does.
   */
  async guard(): Promise<void> {
    const unusable = unusableNodes(this.nodes, [this.adapter]);
    const names = this.nodes.map(({ metadata }) => String(metadata.name)).filter((name) => !unusable.has(name));
    await Promise.all(
      names.map(async (node, index) => {
        const pod = template(this.manifests, "Pod", "guard");
        pod["metadata"].name = `guard-${index}`;
        pod["spec"].nodeName = node;
        await this.observer.create(created(`guard-${index}`), pod);
      }),
    );
  }

  /** Creates a pod of the YAML as a probe. @param wants whether it asks for an accelerator */
  async pod(name: string, as: string, wants: boolean): Promise<void> {
    const pod = template(this.manifests, "Pod", name);
    pod["metadata"].name = as;
    const [container] = pod["spec"].containers as [ApiObject];
    const { files, environment, readable } = this.adapter;
    const open = [...files.device, ...files.control];
    equip(container, { open, environment, read: readable, stay: AUTOSCALING.stay });
    if (wants) await this.#ask(pod, container);
    await this.observer.create(created(as), pod);
  }

  /** Notes NodeClaims as they are now, under Karpenter. */
  async nodeClaims(name: string = CLAIMS): Promise<void> {
    if (this.observer.inventory.apis[KARPENTER_API]?.includes("nodeclaims") !== true) return;
    await this.observer.list(name, `/apis/${KARPENTER_API}/nodeclaims`);
  }

  /** Notes `nodes.after`. */
  async nodesAfter(): Promise<void> {
    await this.observer.list(AFTER, "/api/v1/nodes");
  }

  /** Notes `events`. */
  podEvents(): Promise<ApiObject[]> {
    return this.observer.list(EVENTS, `/api/v1/namespaces/${this.observer.namespace}/events`);
  }

  /** Events on a node; those on what has no namespace lie in `default`. */
  async nodeEvents(name: string, node: string): Promise<void> {
    const selector = encodeURIComponent(`involvedObject.kind=Node,involvedObject.name=${node}`);
    await this.observer.list(name, `/api/v1/namespaces/default/events?fieldSelector=${selector}`);
  }

  async #ask(pod: ApiObject, container: ApiObject): Promise<void> {
    const { resource, deviceClass } = this.target;
    pod["spec"].tolerations = tolerations(this.adapter);
    if (resource !== undefined) {
      container["resources"] = { limits: { [resource]: "1" } };
      return;
    }
    const { name } = pod["metadata"];
    const requests = [{ name: "accelerator", exactly: { deviceClassName: deviceClass } }];
    const claim = { kind: "ResourceClaim", metadata: { name }, spec: { devices: { requests } } };
    const version = draVersion(this.observer.inventory.apis) ?? "resource.k8s.io/v1";
    await this.observer.create(`${name}.claim.created`, inVersion(claim, version));
    pod["spec"].resourceClaims = [{ name: "accelerator", resourceClaimName: name }];
    container["resources"] = { claims: [{ name: "accelerator" }] };
  }
}

export const podRef = (name: string): Ref => ({ apiVersion: "v1", kind: "Pod", name });
export const nodeRef = (name: string): Ref => ({ apiVersion: "v1", kind: "Node", name });

/** NodeClaims as they were noted, none where Karpenter is not served. @throws Undecidable where they were lost */
export function claimsIn(facts: Facts, name: string = CLAIMS): ApiObject[] {
  if (facts.has(POOLS) !== facts.has(name)) throw new Undecidable(`there are not both of ${POOLS} and ${name}`);
  return facts.has(name) ? facts.list(name) : [];
}

/** Names of the facts that show what Karpenter ordered; none where it is not served. */
export const ordersIn = (facts: Facts, ...names: string[]): string[] => (facts.has(POOLS) ? [POOLS, ...names] : []);

/** Uid of a pod that was created. @throws Undecidable when it was not */
export function uidOf(facts: Facts, pod: string): string {
  const { status, body } = facts.response(created(pod));
  if (status !== 201) throw new Undecidable(`pod ${pod} was not created: ${status} ${String(body["message"] ?? "")}`);
  return z.string().min(1).parse(body["metadata"]?.uid);
}

/** Events on one pod, whatever of its name there was before. */
export function eventsOn(all: readonly ApiObject[], uid: string): ApiObject[] {
  return all.filter(({ involvedObject }) => involvedObject?.uid === uid);
}

/** Whether somebody has begun to take a node away. */
export function isLeaving(node: ApiObject | null): boolean {
  if (node === null || node["metadata"]?.deletionTimestamp !== undefined) return true;
  const taints = (node["spec"]?.taints ?? []) as { key: string }[];
  return taints.some(({ key }) => LEAVING.has(key));
}

/** Taints of nodes that are to go: Karpenter's and Cluster Autoscaler's. */
const LEAVING = new Set(["karpenter.sh/disrupted", "ToBeDeletedByClusterAutoscaler"]);
