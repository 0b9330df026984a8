import { randomUUID } from "node:crypto";
import type { Kube, ListOptions, ObjectList } from "../kube/client.js";
import type { ApiResource, Discovery } from "../kube/discovery.js";
import { KubeError, refused } from "../kube/errors.js";
import { objectKey, type ObjectRef } from "../kube/object.js";
import type { KubeResponse, Method, RequestOptions } from "../kube/request.js";
import type { History, Store, StoreOptions, Version } from "../kube/store.js";
import type { Gap } from "../kube/watch.js";
import type { ApiObject } from "../record/facts.js";

const KINDS: [apiVersion: string, kind: string, resource: string, namespaced: boolean][] = [
  ["v1", "Namespace", "namespaces", false],
  ["v1", "Node", "nodes", false],
  ["v1", "Pod", "pods", true],
  ["v1", "ConfigMap", "configmaps", true],
  ["coordination.k8s.io/v1", "Lease", "leases", true],
  ["resource.k8s.io/v1", "ResourceClaim", "resourceclaims", true],
  ["resource.k8s.io/v1", "ResourceSlice", "resourceslices", false],
  ["resource.k8s.io/v1", "DeviceClass", "deviceclasses", false],
];

/** What is asked before a run: everything is allowed. */
const ANSWERS: Record<string, KubeResponse> = {
  "GET /version": status(200, { gitVersion: "v1.37.2", minor: "37", platform: "linux/amd64" }),
  "POST /apis/authentication.k8s.io/v1/selfsubjectreviews": status(201, { status: { userInfo: { username: "me" } } }),
  "POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews": status(201, {
    status: { resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] },
  }),
};

/** Milliseconds that the cluster's controllers take for a step. */
const STEP = 5;

type Address = ApiResource & { namespace: string | undefined; name: string | undefined };

/** As much of a cluster as the runner sees: objects, watches, namespaces that end, pods that run and end. */
export class TestCluster {
  readonly #objects = new Map<string, ApiObject>();
  readonly #stores = new Set<TestStore>();
  #version = 1;
  /** `METHOD path` of every request, in order. */
  readonly requests: string[] = [];
  /** What goes wrong: asked before each request; may throw, or answer in the server's place. */
  trouble: ((method: Method, path: string) => KubeResponse | undefined | void) | undefined;
  /** How many of the next histories are to miss something. */
  gaps = 0;
  /** When every watch was down, ms since epoch. */
  readonly outages: Gap[] = [];
  /** Names of pods that do not end when they are deleted. */
  readonly stuck = new Set<string>();
  readonly kube: Kube;

  constructor() {
    const kube: Partial<Kube> = {
      server: "https://test",
      request: (method, path, options) => this.#request(method, path, options),
      get: (path, options) => this.#get(path, options),
      list: (path, options) => this.#list(path, options),
      path: async (ref) => pathOf(ref),
      patch: (ref, body) => this.#request("PATCH", pathOf(ref), { body }),
      delete: (ref, options) => this.#request("DELETE", pathOf(ref), { body: { uid: options?.uid } }),
      discovery: async () => DISCOVERY,
      store: (path, options) => this.#store(path, options),
      logs: async ({ name }) => ({ status: 200, text: `log of ${name}`, truncated: false }),
      serverTime: async () => ({ time: new Date(), aheadMs: 0 }),
      stats: () => ({
        requests: {},
        retries: 0,
        connections: { opened: 1, peak: 1 },
        peakConcurrent: 1,
        bytes: { sent: 0, received: 0 },
      }),
      secrets: () => [],
      close: async () => {},
    };
    this.kube = kube as Kube;
    this.put("/api/v1/namespaces", { kind: "Namespace", metadata: { name: "kube-system" } });
  }

  /** Paths of all objects, in alphabetical order, but for the cluster's own. */
  get left(): string[] {
    return [...this.#objects.keys()].filter((path) => !path.endsWith("/kube-system")).sort();
  }

  at(path: string): ApiObject | undefined {
    return this.#objects.get(path);
  }

  /** Stores an object as a controller would. */
  put(collection: string, object: ApiObject): ApiObject {
    const path = `${collection}/${object["metadata"].name}`;
    const before = this.#objects.get(path);
    const metadata = {
      uid: before?.["metadata"].uid ?? randomUUID(),
      ...object["metadata"],
      resourceVersion: String(++this.#version),
      managedFields: [{ manager: "test", time: new Date().toISOString() }],
    };
    const stored = { apiVersion: addressOf(path).apiVersion, ...object, metadata };
    this.#objects.set(path, stored);
    this.#tell(before ? "MODIFIED" : "ADDED", path, stored);
    return stored;
  }

  #remove(path: string): void {
    const object = this.#objects.get(path);
    if (!object) return;
    this.#objects.delete(path);
    this.#tell("DELETED", path, object);
  }

  #tell(type: Version["type"], path: string, object: ApiObject): void {
    for (const store of this.#stores) store.hear(type, path, structuredClone(object));
  }

  async #request(method: Method, path: string, { body, signal }: RequestOptions = {}): Promise<KubeResponse> {
    signal?.throwIfAborted();
    this.requests.push(`${method} ${path}`);
    const answer = this.trouble?.(method, path);
    await Promise.resolve();
    signal?.throwIfAborted();
    return answer ?? ANSWERS[`${method} ${path}`] ?? this.#answer(method, path, body ?? {});
  }

  #answer(method: Method, path: string, body: ApiObject): KubeResponse {
    const { kind, resource, namespace, name } = addressOf(path);
    const there = this.#objects.get(path);
    if (method === "DELETE" && name === undefined) {
      for (const each of this.#objects.keys()) if (each.startsWith(`${path}/`)) this.#end(each, kind);
      return status(200, {});
    }
    if (method !== "POST" && !there) return status(404, { message: `${resource} "${name}" not found` });
    switch (method) {
      case "GET":
        return status(200, structuredClone(there as ApiObject));
      case "PUT":
        if (body["metadata"].resourceVersion !== there?.["metadata"].resourceVersion)
          return status(409, { message: "conflict" });
        return status(200, structuredClone(this.put(path.replace(/\/[^/]+$/, ""), body)));
      case "DELETE":
        if (body["uid"] && body["uid"] !== there?.["metadata"].uid) return status(409, { message: "uid" });
        this.#end(path, kind);
        return status(200, {});
      case "POST":
        return this.#create(path, kind, namespace, body);
      case "PATCH":
        return status(
          200,
          structuredClone(this.put(path.replace(/\/[^/]+$/, ""), { ...(there as ApiObject), ...body })),
        );
    }
  }

  #create(path: string, kind: string, namespace: string | undefined, body: ApiObject): KubeResponse {
    const name = String(body["metadata"].name);
    if (this.#objects.has(`${path}/${name}`)) return status(409, { message: `"${name}" already exists` });
    if (namespace !== undefined) {
      const home = this.#objects.get(`/api/v1/namespaces/${namespace}`);
      if (!home) return status(404, { message: `namespaces "${namespace}" not found` });
      if (home["metadata"].deletionTimestamp)
        return status(403, { message: `namespace ${namespace} is being terminated` });
    }
    const stored = this.put(path, { ...structuredClone(body), kind });
    if (kind === "Pod") setTimeout(() => this.#run(`${path}/${name}`), STEP);
    return status(201, structuredClone(stored));
  }

  #run(path: string): void {
    const pod = this.#objects.get(path);
    if (!pod) return;
    const containerStatuses = pod["spec"].containers.map(({ name }: ApiObject) => ({ name, state: { running: {} } }));
    this.put(path.replace(/\/[^/]+$/, ""), { ...pod, status: { phase: "Running", containerStatuses } });
  }

  /** Pods end after a step, namespaces after all that is in them. */
  #end(path: string, kind: string): void {
    const object = this.#objects.get(path);
    if (!object || object["metadata"].deletionTimestamp) return;
    if (kind !== "Pod" && kind !== "Namespace") {
      this.#remove(path);
      return;
    }
    const metadata = { ...object["metadata"], deletionTimestamp: new Date().toISOString() };
    this.put(path.replace(/\/[^/]+$/, ""), { ...object, metadata });
    const finish = (): void => {
      const name = String(metadata.name);
      if (kind === "Pod" && this.stuck.has(name)) return;
      const inside = [...this.#objects.keys()].filter((each) => each.includes(`/namespaces/${name}/`));
      if (kind === "Namespace" && inside.length > 0) {
        for (const each of inside) this.#end(each, addressOf(each).kind);
        setTimeout(finish, STEP);
      } else this.#remove(path);
    };
    setTimeout(finish, STEP);
  }

  async #get(path: string, options?: RequestOptions): Promise<ApiObject | null> {
    const response = await this.#request("GET", path, options);
    if (response.status === 404) return null;
    if (response.status >= 300) throw refused(response, { method: "GET", path });
    return response.body;
  }

  async #list(path: string, { labelSelector, keep = () => true, signal }: ListOptions = {}): Promise<ObjectList> {
    signal?.throwIfAborted();
    const answer = this.trouble?.("GET", path);
    if (answer && answer.status >= 300) throw refused(answer, { method: "GET", path });
    const items = [...this.#objects].filter(([each]) => isIn(each, path)).map(([, object]) => structuredClone(object));
    const chosen = items.filter((object) => selects(labelSelector, object)).filter(keep);
    return { items: chosen, resourceVersion: String(this.#version) };
  }

  #store(path: string, options: StoreOptions = {}): Store {
    const whole = (): boolean => --this.gaps < 0;
    const store = new TestStore(path, options, this.outages, whole, () => this.#stores.delete(store));
    for (const [each, object] of this.#objects) store.hear("ADDED", each, structuredClone(object));
    this.#stores.add(store);
    return store;
  }
}

class TestStore implements Store {
  readonly #objects = new Map<string, ApiObject>();
  readonly #versions: Version[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly path: string,
    private readonly options: StoreOptions,
    private readonly down: readonly Gap[],
    private readonly whole: () => boolean,
    readonly close: () => void,
  ) {}

  hear(type: Version["type"], path: string, object: ApiObject): void {
    const name = this.options.fieldSelector?.replace("metadata.name=", "");
    if (!isIn(path, this.path) || !selects(this.options.labelSelector, object)) return;
    if (name !== undefined && object["metadata"].name !== name) return;
    this.#versions.push({ at: Date.now(), type, object });
    if (type === "DELETED") this.#objects.delete(objectKey(object));
    else this.#objects.set(objectKey(object), object);
    for (const wake of this.#waiting) wake();
  }

  async ready(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
  }

  get({ namespace, name }: { namespace?: string; name: string }): ApiObject | undefined {
    return this.#objects.get(namespace ? `${namespace}/${name}` : name);
  }

  items(): ApiObject[] {
    return [...this.#objects.values()];
  }

  until<T>(
    predicate: (store: Store) => T | undefined | false,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void): void => {
        this.#waiting.delete(look);
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        act();
      };
      const abort = (): void => end(() => reject(signal?.reason as Error));
      const look = (): void => {
        try {
          const found = predicate(this);
          if (found !== undefined && found !== false) end(() => resolve(found));
        } catch (error) {
          end(() => reject(error));
        }
      };
      const timer = setTimeout(() => end(() => resolve(undefined)), timeoutMs);
      if (signal?.aborted) {
        abort();
        return;
      }
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.add(look);
      look();
    });
  }

  async since(
    from: number,
    { filter = () => true }: { filter?: (object: ApiObject) => boolean } = {},
  ): Promise<History> {
    const versions = this.#versions.filter(({ at, object }) => at >= from && filter(object));
    return { from, to: Date.now(), complete: this.whole(), gaps: [], outages: [], versions };
  }

  outages(from: number): Gap[] {
    return this.down.filter(({ to }) => to >= from);
  }

  forget(): void {}
}

const RESOURCES: ApiResource[] = KINDS.map(([apiVersion, kind, resource, namespaced]) => ({
  apiVersion,
  kind,
  resource,
  namespaced,
  verbs: [],
  subresources: [],
}));

const DISCOVERY: Discovery = {
  resources: RESOURCES,
  apis: Object.fromEntries(
    RESOURCES.map(({ apiVersion }) => [
      apiVersion,
      RESOURCES.filter((each) => each.apiVersion === apiVersion).map(({ resource }) => resource),
    ]),
  ),
  stale: [],
  find: (apiVersion, kind) => RESOURCES.find((each) => each.apiVersion === apiVersion && each.kind === kind),
};

function pathOf({ apiVersion, kind, namespace, name }: Omit<ObjectRef, "name"> & { name?: string }): string {
  const known = DISCOVERY.find(apiVersion, kind);
  if (!known) throw new KubeError("NO_SUCH_KIND", `no ${kind} in ${apiVersion}`, "none");
  const root = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const scope = known.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
  return `${root}${scope}/${known.resource}${name === undefined ? "" : `/${name}`}`;
}

function addressOf(path: string): Address {
  const [, root = "", namespace, resource = "", name] =
    /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const apiVersion = root.replace(/^\/apis?\//, "");
  const known = RESOURCES.find((each) => each.apiVersion === apiVersion && each.resource === resource);
  if (!known) throw new Error(`the test cluster serves nothing at ${path}`);
  return { ...known, namespace, name };
}

/** Whether an object's path belongs to a collection, of one namespace or of all. */
function isIn(path: string, collection: string): boolean {
  const [object, of] = [addressOf(path), addressOf(collection)];
  const same = object.apiVersion === of.apiVersion && object.resource === of.resource;
  return same && (of.namespace === undefined || of.namespace === object.namespace);
}

function selects(selector: string | undefined, object: ApiObject): boolean {
  const labels = (object["metadata"].labels ?? {}) as Record<string, string>;
  return (selector ?? "").split(",").every((term) => {
    if (term === "") return true;
    const [key = "", value] = term.split("=");
    return value === undefined ? key in labels : labels[key] === value;
  });
}

function status(code: number, body: ApiObject): KubeResponse {
  return { status: code, headers: {}, body };
}
