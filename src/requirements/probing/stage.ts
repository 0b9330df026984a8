import { type Adapter, adapterOf } from "../../accelerators/index.js";
import type { ApiObject } from "../../record/facts.js";
import { type DeviceNode, equip, isWhole, parseProbe, type ProbeOrders, type Sight } from "../../probe/index.js";
import { draVersion } from "../../run/discover-lists.js";
import { ACCESS } from "../../run/durations.js";
import { tolerations } from "../../run/discover-nodes.js";
import type { AcceleratorPool, Inventory } from "../../run/inventory.js";
import type { Observer, Ref } from "../../run/observer.js";
import { staysUnstartable } from "../../run/unstartable.js";
import { numbersOf } from "./accelerators.js";
import { claimOf, inVersion, SLICES, slicesPath } from "./claims.js";
import { created, later, logOf, seen } from "./pods.js";
import { SETUP } from "./setup.js";

/** What came of a pod of probes. */
export interface Performed {
  /** False when it did not start, or when what it printed cannot be read: there is no use in going on then. */
  whole: boolean;
  /** By container; without those whose log cannot be read as a probe's, which is for the judges to say. */
  sights: ReadonlyMap<string, Sight>;
}

/** The place of an experiment: one node, one way of asking for its accelerators. Writes down what the judges read. */
export class Stage {
  readonly #observer: Observer;
  readonly #hostname: string;
  readonly pool: AcceleratorPool;
  readonly adapter: Adapter;
  /** Of resource.k8s.io, for claims. */
  readonly apiVersion: string;

  private constructor(observer: Observer, pool: AcceleratorPool, hostname: string) {
    this.#observer = observer;
    this.#hostname = hostname;
    this.pool = pool;
    this.adapter = adapterOf(pool);
    this.apiVersion = draVersion(observer.inventory.apis) ?? "resource.k8s.io/v1";
  }

  /**
   * Notes `setup`, `node` and, for DRA, `slices`.
   * @param at one of several places, where the check was not given one: its pool, and what follows the facts' names
   */
  static async open(observer: Observer, at?: { pool: AcceleratorPool; place: string }): Promise<Stage> {
    const { nonce } = observer;
    const { pool, place } = at ?? { pool: observer.pool, place: "" };
    if (!pool) throw new Error("this check was given no node with accelerators");
    const { node, access, vendor, description, driver, devices, free } = pool;
    if (access === "dra") refuseDeadApi(observer.inventory);
    const object = await observer.object(`node${place}`, { apiVersion: "v1", kind: "Node", name: node });
    if (!object) throw new Error(`node ${node} is gone`);
    observer.value(SETUP + place, { nonce, node, access, vendor, description, driver, devices: devices.length, free });
    const stage = new Stage(observer, pool, String(object["metadata"].labels?.["kubernetes.io/hostname"] ?? node));
    if (access === "dra") await observer.list(SLICES + place, slicesPath(stage.apiVersion, pool));
    return stage;
  }

  /** Orders that every probe of an accelerator's surroundings gets. */
  get looking(): ProbeOrders {
    const { files, environment, readable } = this.adapter;
    return { open: [...files.device, ...files.control], environment, read: readable };
  }

  /** Environment by which a container may ask for all accelerators, past the cluster. */
  get askingByEnvironment(): { name: string; value: string }[] {
    const shortcuts = this.adapter.shortcuts.filter(({ nullMounts }) => nullMounts === undefined);
    return shortcuts.flatMap(({ environment = {} }) =>
      Object.entries(environment).map(([name, value]) => ({ name, value })),
    );
  }

  /**
   * Creates the claim of this name, if the accelerators are asked for by claims, and returns the pod that uses it; by
   * device plugin the pod asks for an extended resource instead. In the YAML claim and pod share one name.
   * @param as name of both here; the one in the YAML when absent
   */
  async requesting(
    manifests: readonly ApiObject[],
    name: string,
    { as = name, edit }: { as?: string; edit?: (claim: ApiObject) => void } = {},
  ): Promise<ApiObject> {
    const pod = template(manifests, "Pod", name);
    pod["metadata"].name = as;
    if (this.pool.access === "device-plugin") {
      byExtendedResource(pod, String(this.pool.resource));
      return pod;
    }
    const claim = template(manifests, "ResourceClaim", name);
    claim["metadata"].name = as;
    for (const request of claim["spec"].devices.requests) request.exactly.deviceClassName = this.pool.deviceClass;
    edit?.(claim);
    for (const reference of pod["spec"].resourceClaims) reference.resourceClaimName = as;
    const { status, body } = await this.#observer.create(`${as}.claim.created`, inVersion(claim, this.apiVersion));
    if (status !== 201) throw new Error(`the API server refused claim ${as} with ${status}: ${body["message"]}`);
    return pod;
  }

  /**
   * Creates a pod on the node, its containers being probes, without waiting for it. One that holds accelerators stays:
   * with its end they would go to others, and its claim would no longer say what it was given.
   */
  async create(
    pod: ApiObject,
    orders: Readonly<Record<string, Partial<ProbeOrders>>> = {},
  ): Promise<{ status: number }> {
    pod["spec"].nodeSelector = { "kubernetes.io/hostname": this.#hostname };
    pod["spec"].tolerations = tolerations(this.adapter);
    const stay = requestsDevices(pod) ? { stay: ACCESS.stay } : {};
    for (const container of pod["spec"].containers) {
      equip(container, { ...this.looking, ...stay, ...orders[container.name] });
    }
    return this.#observer.create(created(pod["metadata"].name), pod);
  }

  /** Waits for a created pod's containers to start, and reads what their probes print. */
  async perform(pod: ApiObject, within: number = ACCESS.start): Promise<Performed> {
    const name = pod["metadata"].name as string;
    const containers = (pod["spec"].containers as ApiObject[]).map((container) => String(container["name"]));
    const isStuck = staysUnstartable();
    const last = await this.#observer.until(
      seen(name),
      podRef(name),
      within,
      (object) => hasStarted(object, containers) || isStuck(object),
    );
    const sights = new Map<string, Sight>();
    if (!hasStarted(last, containers)) return { whole: false, sights };
    await Promise.all(
      containers.map(async (container) => {
        const options = { container, within: ACCESS.probe, whole: isWhole };
        const log = await this.#observer.log(logOf(name, container), name, options);
        const sight = this.#read(log, last, container);
        if (sight) sights.set(container, sight);
      }),
    );
    if (pod["spec"].resourceClaims !== undefined) await this.#observer.object(claimOf(name), this.claimRef(name));
    return { whole: sights.size === containers.length, sights };
  }

  /** `create` and `perform`. */
  async probe(pod: ApiObject, orders?: Readonly<Record<string, Partial<ProbeOrders>>>): Promise<Performed> {
    const { status } = await this.create(pod, orders);
    return status === 201 ? this.perform(pod) : { whole: false, sights: new Map() };
  }

  /** The devices that a container's probe found to be its own, for another one to try; none when it could not be read. */
  numbers({ sights }: Performed, container: string): DeviceNode[] {
    const sight = sights.get(container);
    return sight ? numbersOf(sight, this.adapter) : [];
  }

  #read(log: string, pod: ApiObject | null, container: string): Sight | undefined {
    const podUid = String(pod?.["metadata"]?.uid);
    try {
      return parseProbe(log, { nonce: this.#observer.nonce, podUid, node: this.pool.node, container });
    } catch {
      return undefined;
    }
  }

  /** Looks at a pod again. */
  async lookAgain(name: string): Promise<void> {
    await this.#observer.object(later(name), podRef(name));
  }

  /** Removes a pod, and the claim of its name with it. */
  async giveBack(pod: ApiObject): Promise<void> {
    const name = pod["metadata"].name as string;
    await this.#observer.remove(`${name}.gone`, podRef(name));
    if (pod["spec"].resourceClaims !== undefined)
      await this.#observer.remove(`${name}.claim.gone`, this.claimRef(name));
  }

  claimRef(name: string): Ref {
    return { apiVersion: this.apiVersion, kind: "ResourceClaim", name };
  }
}

/** From 1.34 on scheduler and kubelet know v1 only: where it is not served, claims wait for ever (KEP-4381). */
function refuseDeadApi({ apis, minor }: Inventory): void {
  if (minor < 34 || apis["resource.k8s.io/v1"]) return;
  throw new Error(
    "resource.k8s.io/v1 is not served, so that no claim can be allocated; see dra_support/api-and-driver",
  );
}

/** A fresh copy of the object of this kind and name among a check's manifests. */
export function template(manifests: readonly ApiObject[], kind: string, name: string): ApiObject {
  const found = manifests.find((object) => object["kind"] === kind && object["metadata"]?.name === name);
  if (!found) throw new Error(`the check's YAML has no ${kind} ${name}`);
  return structuredClone(found);
}

function podRef(name: string): Ref {
  return { apiVersion: "v1", kind: "Pod", name };
}

function byExtendedResource(pod: ApiObject, resource: string): void {
  delete pod["spec"].resourceClaims;
  for (const container of pod["spec"].containers as ApiObject[]) {
    const claims = container["resources"]?.claims as unknown[] | undefined;
    if (claims?.length) container["resources"] = { limits: { [resource]: String(claims.length) } };
  }
}

function requestsDevices(pod: ApiObject): boolean {
  return (pod["spec"].containers as ApiObject[]).some(({ resources }) => resources?.claims ?? resources?.limits);
}

/** For `observe` only, which must know when to go on. */
function hasStarted(pod: ApiObject | null, containers: readonly string[]): boolean {
  const statuses = (pod?.["status"]?.containerStatuses ?? []) as ApiObject[];
  return containers.every((name) =>
    statuses.some((status) => status["name"] === name && (status["state"]?.running || status["state"]?.terminated)),
  );
}
