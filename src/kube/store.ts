import type { ApiObject } from "./object.js";
import type { Gap } from "./watch.js";

export interface StoreOptions {
  labelSelector?: string;
  fieldSelector?: string;
}

/** One version of an object as the watch served it. */
export interface Version {
  /** When it arrived, ms since epoch by our clock. */
  at: number;
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: ApiObject;
}

export interface History {
  /** ms since epoch by our clock. */
  from: number;
  to: number;
  /** False when a version in the window may be missing. */
  complete: boolean;
  /** Why it may be. */
  gaps: Gap[];
  /** When the watch was down but resumed without loss: versions arrived late. */
  outages: Gap[];
  /** First the state at `from`, as ADDED at that time (as a watch begins), then all that arrived. */
  versions: Version[];
}

/** One collection, watched once, for many waiters. */
export interface Store {
  readonly path: string;
  /** Resolves when the first list stands. @throws ApiRefused when it was refused, ApiLost when the server stays away */
  ready(signal?: AbortSignal): Promise<void>;
  /** Now; undefined when it is not there. */
  get(key: { namespace?: string; name: string }): ApiObject | undefined;
  /** Now, all of them. */
  items(): ApiObject[];
  /**
   * Waits until the predicate holds for the state; looks at once and at every change. Time in which the watch was
   * down is given back, and a "no" is held against a fresh list before it is believed.
   * @returns what the predicate returned, or undefined when `timeoutMs` passed first
   * @throws the signal's reason; ApiLost or ApiRefused when the server cannot be asked
   */
  until<T>(
    predicate: (store: Store) => T | undefined | false,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<T | undefined>;
  /**
   * What the watch served from a time on, of the objects that `filter` chooses. Completeness is shown, not assumed:
   * a fresh list must agree with what was delivered. @throws ApiLost, ApiRefused; the signal's reason
   */
  since(from: number, options?: { filter?: (object: ApiObject) => boolean; signal?: AbortSignal }): Promise<History>;
  /** When the watch was down, from a time on (ms since epoch): nothing need be lost. The last one may still last. */
  outages(from: number): Gap[];
  /** Drops the history of a namespace that nobody will ask for again. */
  forget(namespace: string): void;
  /** One for each time it was asked for. */
  close(): void;
}
