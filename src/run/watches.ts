import type { ObjectRef } from "../kube/object.js";
import type { Store } from "../kube/store.js";
import type { ApiObject } from "../record/facts.js";
import type { RunContext } from "./context.js";

const idOf = ({ apiVersion, kind, namespace = "", name }: ObjectRef): string =>
  [apiVersion, kind, namespace, name].join(" ");

/**
 * The watches that one check uses. What the run labels comes by the watch that all checks share; what controllers make
 * without labels needs one of its own.
 */
export class Watches {
  readonly #created = new Set<string>();
  readonly #own: Store[] = [];

  constructor(
    private readonly context: RunContext,
    private readonly namespace: string,
  ) {}

  /** An object that the check creates, and that is labelled therefore. */
  created(ref: ObjectRef): void {
    this.#created.add(idOf(ref));
  }

  /** A watch that serves this object. */
  async of(ref: ObjectRef): Promise<Store> {
    const { apiVersion, kind, name, namespace } = ref;
    if (this.#created.has(idOf(ref))) return this.context.stores.of(await this.context.kube.path({ apiVersion, kind }));
    const path = await this.context.kube.path({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) });
    return this.#ownStore(path, { fieldSelector: `metadata.name=${name}` });
  }

  /** A watch that serves all objects of a kind in a namespace, the check's own when absent, and which of its objects these are. */
  async all(of: {
    apiVersion: string;
    kind: string;
    namespace?: string;
    labelSelector?: string;
  }): Promise<{ store: Store; mine: (object: ApiObject) => boolean }> {
    const { apiVersion, kind, namespace = this.namespace, labelSelector } = of;
    const mine = (object: ApiObject): boolean => object["metadata"]?.namespace === namespace;
    // Whoever makes a pod for us makes it from a template that bears our labels (see fill).
    const labelled =
      apiVersion === "v1" && kind === "Pod" && labelSelector === undefined && namespace === this.namespace;
    if (labelled) return { store: this.context.stores.of("/api/v1/pods"), mine };
    const path = await this.context.kube.path({ apiVersion, kind, namespace });
    return { store: this.#ownStore(path, labelSelector === undefined ? {} : { labelSelector }), mine };
  }

  close(): void {
    for (const store of this.#own.splice(0)) store.close();
  }

  #ownStore(path: string, selectors: { labelSelector?: string; fieldSelector?: string }): Store {
    const store = this.context.kube.store(path, selectors);
    this.#own.push(store);
    return store;
  }
}
