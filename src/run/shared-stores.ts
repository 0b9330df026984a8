import type { Kube } from "../kube/client.js";
import type { Store } from "../kube/store.js";
import type { Gap } from "../kube/watch.js";
import { runSelector } from "./owner.js";

/** One watch a collection for the whole run: of what bears the run's label, in all namespaces. */
export class SharedStores {
  readonly #stores = new Map<string, Store>();

  constructor(
    private readonly kube: Kube,
    private readonly run: string,
  ) {}

  /** @param path of a collection, in no namespace */
  of(path: string): Store {
    const store = this.#stores.get(path) ?? this.kube.store(path, { labelSelector: runSelector(this.run) });
    this.#stores.set(path, store);
    return store;
  }

  /** When any of the watches was down, from a time on (ms since epoch). */
  outages(from: number): Gap[] {
    return [...this.#stores.values()].flatMap((store) => store.outages(from));
  }

  /** Drops what was kept of a namespace that nobody will ask for again. */
  forget(namespace: string): void {
    for (const store of this.#stores.values()) store.forget(namespace);
  }

  close(): void {
    for (const store of this.#stores.values()) store.close();
    this.#stores.clear();
  }
}
