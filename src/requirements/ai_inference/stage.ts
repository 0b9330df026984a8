import { equipBackend, equipClient, type HttpOrder, isWhole } from "../../probe/index.js";
import type { ApiObject } from "../../record/facts.js";
import { INFERENCE } from "../../run/durations.js";
import type { Observer, Ref } from "../../run/observer.js";
import { staysUnstartable } from "../../run/unstartable.js";
import { created, logOf, seen } from "../probing/pods.js";
import { SETUP } from "../probing/setup.js";
import { template } from "../probing/stage.js";
import { type Entrance, findEntrance } from "./entrance.js";
import { API, findClass } from "./gateway-class.js";
import { accepted, hasStarted, named } from "./objects.js";

/** As in OpenAI's API, which inference servers speak; and one more, by which a test tells which rules are in effect. */
export const MODELS = "/v1/models";
export const REVISION = "/v1/revision";

const CLIENT = "client";
/** Where a Service and a Gateway of the experiments listen, and where the pods behind them do. */
const PORT = 80;
const POD_PORT = 8080;
/** So many right answers in a row show that a configuration is in effect. */
export const SETTLED = 10;
/** And so many that a change of it is everywhere: a data plane may be many proxies that learn of it one by one. */
export const UPDATED = 50;

/** A backend, as clients reach it without any gateway. */
export interface Backend {
  name: string;
  address: string;
}

/** The place of one experiment: backends, a Gateway of its own, and clients that print what they were answered. */
export class Stage {
  /** Host name of the check's routes. RFC 6761: nobody has it. */
  readonly host: string;

  private constructor(
    private readonly observer: Observer,
    private readonly manifests: readonly ApiObject[],
  ) {
    this.host = `${observer.namespace}.test`;
    observer.value(SETUP, { nonce: observer.nonce });
  }

  /** @param file YAML of the check */
  static async open(observer: Observer, file: URL): Promise<Stage> {
    return new Stage(observer, await observer.manifests(file));
  }

  /** A fresh copy of an object of the YAML. */
  manifest(kind: string, name: string): ApiObject {
    return template(this.manifests, kind, name);
  }

  /** Creates a backend and its Service of the same name, both like the YAML's "backend". */
  async backend(name: string, namespace?: string): Promise<Backend> {
    const pod = named(this.manifest("Pod", "backend"), name, namespace);
    const container = pod["spec"].containers[0];
    container.name = name;
    pod["metadata"].labels = { "karat.dev/backend": name };
    equipBackend(container, { paths: [MODELS, REVISION], port: POD_PORT });
    const service = named(this.manifest("Service", "backend"), name, namespace);
    service["spec"].selector = { "karat.dev/backend": name };
    await this.create(created(name), pod);
    const { spec } = await this.create(`${name}.service`, service);
    return { name, address: String(spec.clusterIP) };
  }

  /**
   * Creates a Gateway of the class that was found, and the YAML's route behind it, and waits until it can be asked.
   * @param edit changes the route before it is created
   * @returns where; undefined where there is no class, or where the Gateway has no address
   */
  async gateway(route: string, edit?: (route: ApiObject) => void): Promise<Entrance | undefined> {
    const gatewayClassName = await findClass(this.observer);
    if (gatewayClassName === undefined) return undefined;
    this.observer.step(`make a Gateway of the class ${gatewayClassName}`);
    // Its own name in the whole cluster, by which what an implementation makes for it is found.
    const gateway = named(this.manifest("Gateway", "gateway"), this.observer.namespace);
    gateway["spec"].gatewayClassName = gatewayClassName;
    for (const listener of gateway["spec"].listeners) listener.hostname = this.host;
    await this.create("gateway.created", gateway);
    const object = this.manifest("HTTPRoute", route);
    object["spec"].parentRefs = [{ name: this.observer.namespace }];
    object["spec"].hostnames = [this.host];
    edit?.(object);
    await this.create(`${route}.created`, object);
    return findEntrance(this.observer, this.observer.namespace, PORT);
  }

  /** Requests for a backend's own Service, until it answers: what it says there it can say through the Gateway. */
  direct({ name, address }: Backend): HttpOrder {
    const until = { holds: `${name}/`, within: INFERENCE.start };
    return { name: `direct-${name}`, times: 1, until, address, port: PORT, host: this.host, path: MODELS };
  }

  /** Requests through the Gateway. */
  through(entrance: Entrance, name: string, times: number, what: Partial<HttpOrder> = {}): HttpOrder {
    const { address, port } = entrance;
    return { name, times, address, port, host: this.host, path: MODELS, ...what };
  }

  /** Requests through the Gateway until this backend has given so many answers in a row that all must know the way. */
  settled(entrance: Entrance, backend: string, what: Partial<HttpOrder> & { name: string }): HttpOrder {
    const { name, times = SETTLED } = what;
    const until = { holds: `${backend}/`, within: entrance.within };
    return this.through(entrance, name, times, { until, ...what });
  }

  /**
   * Lets a client carry out these orders, and waits for its log.
   * @returns whether it came to the last of them: one that waits in vain for an answer ends there
   */
  async client(name: string, orders: readonly HttpOrder[]): Promise<boolean> {
    const { observer } = this;
    const pod = named(this.manifest("Pod", "client"), name);
    // What is waited for inside of a pod waits longer with a timeout factor, too.
    const stretched = (seconds: number): number => Math.ceil(seconds * observer.options.timeoutFactor);
    const stretchedOrders = orders.map((order) =>
      order.until ? { ...order, until: { ...order.until, within: stretched(order.until.within) } } : order,
    );
    equipClient(pod["spec"].containers[0], stretchedOrders, stretched(INFERENCE.patience));
    await this.create(created(name), pod);
    const isStuck = staysUnstartable();
    const ref = { apiVersion: "v1", kind: "Pod", name };
    const last = await observer.until(seen(name), ref, INFERENCE.start, (each) => hasStarted(each) || isStuck(each));
    if (!hasStarted(last)) return false;
    const within = orders.reduce((sum, { times, until }) => sum + times * INFERENCE.answer + (until?.within ?? 0), 0);
    const log = await observer.log(logOf(name, CLIENT), name, { container: CLIENT, within, whole: isWhole });
    return log.includes(` done ${orders.at(-1)?.name} `);
  }

  /** Creates what must be there: a refused object says nothing about gateways. */
  async create(name: string, object: ApiObject): Promise<ApiObject> {
    const { status, body } = await this.observer.create(name, object);
    return accepted(object, status, body);
  }

  /** Changes what must take the change. */
  async patch(name: string, ref: Ref, patch: ApiObject): Promise<void> {
    const { status, body } = await this.observer.patch(name, ref, patch);
    accepted({ kind: ref.kind, metadata: { name: ref.name } }, status, body);
  }
}

/** A route of the check's own. */
export const routeRef = (name: string): Ref => ({ apiVersion: API, kind: "HTTPRoute", name });
