import { type Adapter, adapterOf } from "../../accelerators/index.js";
import { equip } from "../../probe/index.js";
import type { ApiObject } from "../../record/facts.js";
import { sleep } from "../../run/abort.js";
import { tolerations } from "../../run/discover-nodes.js";
import { SCALING } from "../../run/durations.js";
import type { AcceleratorPool } from "../../run/inventory.js";
import type { Observer, Version } from "../../run/observer.js";
import { staysUnstartable } from "../../run/unstartable.js";
import { requestDevices } from "../probing/devices.js";
import { declarations } from "../monitoring/pod-monitor.js";
import { template } from "../probing/stage.js";
import { deploymentOf, exportedOf, SETUP, startOf, toldOf } from "./facts.js";
import { exposition, metricName } from "./load.js";

export const PODS = { apiVersion: "v1", kind: "Pod" };
/** Container with the accelerator. */
export const PROBE = "probe";
/** Annotation with what a pod exports: whoever may change the pod changes the metric, and nothing is run in it. */
const EXPORTS = "karat.dev/metrics";
const EXPORTER = "8080/proxy/karat/metrics";

/** Workloads on one node, whose pods export what they are told. */
export class Stage {
  private constructor(
    readonly observer: Observer,
    private readonly manifests: readonly ApiObject[],
    private readonly pool: AcceleratorPool,
    private readonly hostname: string,
    private readonly adapter: Adapter,
    readonly metric: string,
  ) {}

  /** Notes `setup`, and declares the pods to the platform's monitoring where it wants them declared. */
  static async open(observer: Observer, file: URL): Promise<Stage> {
    const { pool, nonce } = observer;
    if (!pool) throw new Error("this check was given no node with accelerators");
    const { node, access, vendor, description, driver } = pool;
    const object = await observer.object("node", { apiVersion: "v1", kind: "Node", name: node });
    if (!object) throw new Error(`node ${node} is gone`);
    observer.value(SETUP, { nonce, node, access, vendor, description, driver });
    const manifests = await observer.manifests(file);
    for (const monitor of manifests.filter(({ kind }) => kind === "PodMonitor")) {
      for (const [at, object] of (await declarations(observer, monitor)).entries()) {
        await observer.create(`monitor.${at}.created`, object);
      }
    }
    const hostname = String(object["metadata"].labels?.["kubernetes.io/hostname"] ?? node);
    return new Stage(observer, manifests, pool, hostname, adapterOf(pool), metricName(nonce));
  }

  get node(): string {
    return this.pool.node;
  }

  /** Creates the Deployment of this name, whose pods export a value unless they are told another one. */
  async deploy(workload: string, value: number): Promise<void> {
    const deployment = template(this.manifests, "Deployment", workload);
    const pod = deployment["spec"].template as ApiObject;
    pod["metadata"].annotations[EXPORTS] = this.#exposition(workload, value);
    const [first] = pod["spec"].containers as ApiObject[];
    if (first?.["name"] === PROBE) await this.#equip(workload, pod, first);
    const { status, body } = await this.observer.create(deploymentOf(workload), deployment);
    if (status !== 201) throw new Error(`Deployment ${workload} was refused with ${status}: ${body["message"]}`);
  }

  /** Asks for one accelerator on the node, for a container that looks what it was given. */
  async #equip(workload: string, { spec }: ApiObject, container: ApiObject): Promise<void> {
    const { observer, pool, adapter } = this;
    // It names what it returns after the pod, and changes what the pod's spec asks for.
    const claims = requestDevices({ metadata: { name: workload }, spec }, 1, { pool, inventory: observer.inventory });
    if (claims) await observer.create(`${workload}.claims.created`, claims);
    spec.nodeSelector = { "kubernetes.io/hostname": this.hostname };
    spec.tolerations = tolerations(adapter);
    const { files, environment, readable } = adapter;
    const open = [...files.device, ...files.control];
    equip(container, { open, environment, read: readable, stay: SCALING.stay });
  }

  /** Waits until a pod of the workload runs and exports the value. @returns its name; undefined when it does not come to it */
  async first(workload: string, value: number): Promise<string | undefined> {
    const isStuck = staysUnstartable();
    const seen = await this.observer.hold(startOf(workload), PODS, SCALING.start, (versions) =>
      livePods(versions, workload).some((pod) => isReady(pod) || isStuck(pod)),
    );
    const pod = livePods(seen, workload).find(isReady)?.["metadata"].name as string | undefined;
    return pod !== undefined && (await this.#exports(workload, pod, value, "first", SCALING.answers)) ? pod : undefined;
  }

  /** Tells a pod of the workload to export another value, and waits until it does. @returns whether it does */
  async tell(workload: string, pod: string, value: number, when: string): Promise<boolean> {
    const annotations = { [EXPORTS]: this.#exposition(workload, value) };
    await this.observer.patch(toldOf(workload, when), { ...PODS, name: pod }, { metadata: { annotations } });
    return this.#exports(workload, pod, value, when, SCALING.told);
  }

  async #exports(workload: string, pod: string, value: number, when: string, within: number): Promise<boolean> {
    const { observer } = this;
    const path = `/api/v1/namespaces/${observer.namespace}/pods/${pod}:${EXPORTER}`;
    const wanted = this.#exposition(workload, value);
    const end = performance.now() + within * 1000 * observer.options.timeoutFactor;
    for (let attempt = 0; ; attempt++) {
      const exchange = await observer.ask(`${exportedOf(workload, when)}.${attempt}`, path);
      const done = exchange.text === wanted;
      if (done || performance.now() > end) {
        observer.value(exportedOf(workload, when), exchange);
        return done;
      }
      await sleep(SCALING.look, observer.signal);
    }
  }

  #exposition(workload: string, value: number): string {
    return exposition(this.metric, { namespace: this.observer.namespace, workload }, value);
  }
}

/** For `observe` only, which must know when to go on: the workload's pods as last served, without those that go. */
export function livePods(versions: readonly Version[], workload: string): ApiObject[] {
  const pods = new Map<string, ApiObject>();
  for (const { type, object } of versions) {
    if (type === "DELETED") pods.delete(String(object["metadata"].uid));
    else pods.set(String(object["metadata"].uid), object);
  }
  return [...pods.values()].filter((pod) => isOf(pod, workload) && pod["metadata"].deletionTimestamp === undefined);
}

/** Whether a pod is the workload's, by the name that its ReplicaSet gave it. */
export function isOf(pod: ApiObject, workload: string): boolean {
  return String(pod["metadata"]?.name).startsWith(`${workload}-`);
}

export function isReady(pod: ApiObject): boolean {
  const conditions = (pod["status"]?.conditions ?? []) as ApiObject[];
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}
