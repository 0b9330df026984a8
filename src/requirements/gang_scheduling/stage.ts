import type { ApiObject } from "../../record/facts.js";
import type { Observer } from "../../run/observer.js";
import { requestDevices } from "../probing/devices.js";
import type { GangScheduler, Scene } from "./scheduler.js";
import { chosenScheduler } from "./schedulers/index.js";

/** Small enough for every node, and above two where the node allows it: two leave no way to be bound by halves. */
const LARGEST_GANG = 3;

/** How many pods a gang has on a node with this many devices. */
export const gangSize = (devices: number): number => Math.min(devices, LARGEST_GANG);

/** Taints that mean that a node is leaving or broken; every other one is there to keep pods without devices away. */
const NEVER_TOLERATED =
  /^(node\.kubernetes\.io|node\.cloudprovider\.kubernetes\.io|karpenter\.sh)\/|ClusterAutoscaler$/;

/** The place of the experiment: one node that is the check's own, and the gang scheduler under test. */
export class Stage {
  readonly #observer: Observer;
  readonly #tolerations: ApiObject[];
  readonly scene: Scene;
  readonly scheduler: GangScheduler | undefined;

  private constructor(observer: Observer, node: ApiObject, scene: Scene) {
    this.#observer = observer;
    this.#tolerations = ((node["spec"]?.taints ?? []) as ApiObject[])
      .filter(({ key }) => !NEVER_TOLERATED.test(String(key)))
      .map(({ key, effect }) => ({ key, effect, operator: "Exists" }));
    this.scene = scene;
    this.scheduler = chosenScheduler(scene);
  }

  /** Writes down what was found (`apis`, `node`, `setup`) and creates the queues that the scheduler wants. */
  static async open(observer: Observer): Promise<Stage> {
    const { pool, devices, namespace, nonce } = observer;
    if (!pool || devices < 2) {
      throw new Error(`a gang needs a node with two free accelerators; this check was given ${devices}`);
    }
    const { apis } = observer.inventory;
    observer.value("apis", apis);
    const node = await observer.object("node", { apiVersion: "v1", kind: "Node", name: pool.node });
    if (!node) throw new Error(`node ${pool.node} is gone`);
    const hostname = String(node["metadata"].labels?.["kubernetes.io/hostname"] ?? pool.node);
    const scheduler = chosenScheduler({ apis, resource: pool.resource });
    const schedulerName = await scheduler?.lookUp?.(observer);
    const stage = new Stage(observer, node, {
      apis,
      namespace,
      hostname,
      devices,
      resource: pool.resource,
      schedulerName,
    });
    observer.value("setup", {
      node: pool.node,
      devices,
      resource: pool.resource,
      nonce,
      scheduler: scheduler?.id ?? null,
    });
    observer.step(`on ${pool.node} with ${devices} devices, through ${scheduler?.title ?? "no gang scheduler"}`);
    for (const queue of scheduler?.queues(stage.scene) ?? []) {
      await stage.#mustCreate(`queue.${queue["kind"]}.${queue["metadata"].name}`, queue);
    }
    return stage;
  }

  /** Creates what makes a gang, before its pods. */
  async gang(name: string, size: number): Promise<void> {
    for (const object of this.scheduler?.gang(name, size, this.scene) ?? []) {
      await this.#mustCreate(`${name}.group`, object);
    }
  }

  /** Creates a pod on the node with this many devices; with `gang` as a member of that. Noted as `<name>.created`. */
  async pod(template: ApiObject, name: string, devices: number, gang?: { name: string; size: number }): Promise<void> {
    const pod = named(template, name);
    pod["spec"].nodeSelector = { "kubernetes.io/hostname": this.scene.hostname };
    pod["spec"].tolerations = this.#tolerations;
    const claim = requestDevices(pod, devices, this.#observer);
    if (claim) await this.#mustCreate(`${name}.claim`, claim);
    if (gang) this.scheduler?.member(pod, gang.name, gang.size, this.scene);
    else this.scheduler?.alone(pod, this.scene);
    await this.#mustCreate(`${name}.created`, pod);
  }

  /**
   * Creates a Service in front of each of these pods, by name. Returns what a pod is told of the others' addresses:
   * "name=address", separated by spaces.
   */
  async services(template: ApiObject, names: readonly string[]): Promise<(name: string) => string> {
    const addresses: [string, string][] = [];
    for (const name of names) addresses.push([name, await this.service(template, name)]);
    return (name) =>
      addresses
        .filter(([peer]) => peer !== name)
        .map(([peer, address]) => `${peer}=${address}`)
        .join(" ");
  }

  /** Creates a Service in front of the pod of the same name; returns its address. */
  async service(template: ApiObject, name: string): Promise<string> {
    const service = named(template, name);
    service["spec"].selector = { [MEMBER]: name };
    return String((await this.#mustCreate(`${name}.service`, service))["spec"].clusterIP);
  }

  /** Notes what the scheduler says of waiting pods outside of these. */
  async opinions(name: string): Promise<void> {
    const path = this.scheduler?.opinions?.(this.scene);
    if (path !== undefined) await this.#observer.list(name, path);
  }

  /** A refused object says nothing about gangs: the experiment cannot take place. */
  async #mustCreate(name: string, object: ApiObject): Promise<ApiObject> {
    const { status, body } = await this.#observer.create(name, object);
    if (status >= 300) {
      const { kind, metadata } = object;
      throw new Error(
        `the API server refused ${kind} ${metadata?.name} with ${status}: ${body["message"] ?? "no reason"}`,
      );
    }
    return body;
  }
}

const MEMBER = "karat.dev/member";

function named(template: ApiObject, name: string): ApiObject {
  const object = structuredClone(template);
  object["metadata"] = { ...object["metadata"], name };
  if (object["kind"] === "Pod") object["metadata"].labels = { ...object["metadata"].labels, [MEMBER]: name };
  return object;
}

/** The object of this kind among a check's manifests. */
export function template(manifests: readonly ApiObject[], kind: string, name: string): ApiObject {
  const found = manifests.find((object) => object["kind"] === kind && object["metadata"]?.name === name);
  if (!found) throw new Error(`the check's YAML has no ${kind} ${name}`);
  return found;
}

/** Sets an environment variable of the pod's first container. */
export function setEnv(pod: ApiObject, name: string, value: string): ApiObject {
  const copy = structuredClone(pod);
  const container = copy["spec"].containers[0];
  container.env = [
    ...(container.env ?? []).filter((variable: ApiObject) => variable["name"] !== name),
    { name, value },
  ];
  return copy;
}
