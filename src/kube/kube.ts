import type { ConnectOptions, Kube, ListOptions, ObjectList } from "./client.js";
import { Credentials } from "./credentials.js";
import { discover, type Discovery } from "./discovery.js";
import { KubeError, refused } from "./errors.js";
import { Exchange } from "./exchange.js";
import { listAll } from "./list.js";
import { readLog, type LogOptions, type LogText } from "./logs.js";
import type { ApiObject, ObjectRef } from "./object.js";
import { ContentType, type KubeResponse, type Method, type RequestOptions } from "./request.js";
import { Meter, type KubeStats } from "./stats.js";
import type { Store, StoreOptions } from "./store.js";
import { changesSince, watchCollection, type Watch, type WatchOptions } from "./watch.js";
import { WatchedStore } from "./watched-store.js";

type Signal = { signal?: AbortSignal };

/** See Kube. */
export class KubeClient implements Kube {
  readonly server: string;
  readonly #credentials: Credentials;
  readonly #meter = new Meter();
  readonly #exchange: Exchange;
  readonly #stores = new Map<string, { store: Store; users: number; ending: AbortController }>();
  #discovery: Promise<Discovery> | undefined;

  /** @throws KubeError when there are no usable credentials */
  constructor(options: ConnectOptions) {
    this.#credentials = new Credentials(options, options.onSecret);
    this.server = this.#credentials.server.href.replace(/\/$/, "");
    this.#exchange = new Exchange(this.#credentials, this.#meter, options.userAgent ?? "karat");
  }

  request(method: Method, path: string, options?: RequestOptions): Promise<KubeResponse> {
    return this.#exchange.request(method, path, options);
  }

  async get(path: string, options?: RequestOptions): Promise<ApiObject | null> {
    const response = await this.request("GET", path, options);
    if (response.status === 200) return response.body;
    if (response.status === 404) return null;
    throw refused(response, { method: "GET", path });
  }

  list(path: string, options?: ListOptions): Promise<ObjectList> {
    return listAll(this.#exchange, path, options);
  }

  async create(object: ApiObject, options: { namespace?: string } & Signal = {}): Promise<KubeResponse> {
    const { name: _, ...collection } = refOf(object, options.namespace);
    return this.request("POST", await this.path(collection), { body: object, ...signalOf(options) });
  }

  async apply(object: ApiObject, options: { namespace?: string } & Signal = {}): Promise<KubeResponse> {
    return this.request("PATCH", await this.path(refOf(object, options.namespace)), {
      body: object,
      contentType: ContentType.Apply,
      query: { fieldManager: "karat", force: true },
      ...signalOf(options),
    });
  }

  async patch(
    ref: ObjectRef,
    patch: unknown,
    options: { contentType: string; subresource?: string } & Signal,
  ): Promise<KubeResponse> {
    const { contentType, subresource } = options;
    const path = await this.path(ref, subresource);
    return this.request("PATCH", path, { body: patch, contentType, ...signalOf(options) });
  }

  async delete(ref: ObjectRef, options: Parameters<Kube["delete"]>[1] = {}): Promise<KubeResponse> {
    const { uid, gracePeriodSeconds, propagationPolicy = "Background" } = options;
    const body = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy,
      gracePeriodSeconds,
      ...(uid ? { preconditions: { uid } } : {}),
    };
    return this.request("DELETE", await this.path(ref), { body, ...signalOf(options) });
  }

  logs(pod: { namespace: string; name: string }, options?: LogOptions): Promise<LogText> {
    return readLog(this.#exchange, pod, options);
  }

  async path(ref: Omit<ObjectRef, "name"> & { name?: string }, subresource?: string): Promise<string> {
    const { apiVersion, kind, namespace, name } = ref;
    const known = (await this.discovery()).find(apiVersion, kind);
    const resource = known ?? (await this.discovery({ refresh: true })).find(apiVersion, kind);
    if (!resource) {
      throw new KubeError(
        "NO_SUCH_KIND",
        `the API server does not serve ${kind} in ${apiVersion}`,
        "install what provides it, or enable the API version",
      );
    }
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    const object = name === undefined ? "" : `/${encodeURIComponent(name)}`;
    return `${root}${scope}/${resource.resource}${object}${subresource ? `/${subresource}` : ""}`;
  }

  discovery(options: { refresh?: boolean } & Signal = {}): Promise<Discovery> {
    if (options.refresh) this.#discovery = undefined;
    if (!this.#discovery) {
      const asked = discover(this.#exchange, options.signal);
      this.#discovery = asked;
      // A failure is not kept.
      asked.catch(() => {
        if (this.#discovery === asked) this.#discovery = undefined;
      });
    }
    return this.#discovery;
  }

  watch(path: string, options?: WatchOptions): Watch {
    return watchCollection(this.#exchange, path, options);
  }

  store(path: string, selectors: StoreOptions = {}): Store {
    const key = JSON.stringify([path, selectors.labelSelector, selectors.fieldSelector]);
    const known = this.#stores.get(key);
    if (known) {
      known.users++;
      return known.store;
    }
    const ending = new AbortController();
    const watch = this.watch(path, { ...selectors, signal: ending.signal });
    const source = {
      list: (signal?: AbortSignal) => this.list(path, { ...selectors, ...signalOf({ signal }) }),
      changes: (position: string, signal?: AbortSignal) =>
        changesSince(this.#exchange, path, { ...selectors, position, ...signalOf({ signal }) }),
    };
    const store = new WatchedStore(path, watch, source, () => {
      const entry = this.#stores.get(key);
      if (entry?.store !== store || --entry.users > 0) return;
      this.#stores.delete(key);
      ending.abort();
    });
    this.#stores.set(key, { store, users: 1, ending });
    return store;
  }

  async serverTime(signal?: AbortSignal): Promise<{ time: Date; aheadMs: number }> {
    const before = Date.now();
    const response = await this.request("GET", "/version", signalOf({ signal }));
    const middle = (before + Date.now()) / 2;
    const time = new Date(response.headers["date"] ?? "");
    if (Number.isNaN(time.getTime())) {
      throw new KubeError("API_STATUS", "the API server told no time (Date header)", "check the proxy in front of it");
    }
    // The header is cut to whole seconds: half a second on is its middle.
    return { time, aheadMs: time.getTime() + 500 - middle };
  }

  stats(): KubeStats {
    return this.#meter.stats();
  }

  secrets(): string[] {
    return this.#credentials.secrets();
  }

  async close(): Promise<void> {
    for (const { ending } of this.#stores.values()) ending.abort();
    this.#stores.clear();
    await this.#exchange.close();
  }
}

function refOf(object: ApiObject, namespace = "default"): ObjectRef {
  const metadata = (object["metadata"] ?? {}) as { name?: string; namespace?: string };
  return {
    apiVersion: String(object["apiVersion"]),
    kind: String(object["kind"]),
    name: String(metadata.name),
    namespace: metadata.namespace ?? namespace,
  };
}

function signalOf({ signal }: { signal?: AbortSignal | undefined }): Signal {
  return signal ? { signal } : {};
}
