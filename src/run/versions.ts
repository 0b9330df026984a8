import { objectKey } from "../kube/object.js";
import type { Store, Version as Served } from "../kube/store.js";
import type { ApiObject } from "../record/facts.js";
import { asServed } from "./asserved.js";
import type { Version } from "./observer.js";

/** A version as checks and the record have it. */
export function asVersion({ at, type, object }: Served): Version {
  return { at: new Date(at).toISOString(), type, object: asServed(object) };
}

/** What a watch has served since a time, as far as repeated looks at its state tell. */
export class VersionsSoFar {
  readonly #seen = new Map<string, ApiObject>();
  readonly #versions: Version[] = [];
  #looked = false;

  constructor(
    private readonly store: Store,
    private readonly mine: (object: ApiObject) => boolean,
    private readonly from: number,
  ) {}

  look(): readonly Version[] {
    const at = this.#looked ? Date.now() : this.from;
    this.#looked = true;
    const present = new Set<string>();
    for (const object of this.store.items()) {
      if (!this.mine(object)) continue;
      const key = objectKey(object);
      present.add(key);
      const before = this.#seen.get(key);
      if (before?.["metadata"]?.resourceVersion === object["metadata"]?.resourceVersion && before) continue;
      this.#seen.set(key, object);
      this.#versions.push(asVersion({ at, type: before ? "MODIFIED" : "ADDED", object }));
    }
    for (const [key, object] of this.#seen) {
      if (present.has(key)) continue;
      this.#seen.delete(key);
      this.#versions.push(asVersion({ at, type: "DELETED", object }));
    }
    return this.#versions;
  }
}
