import type { ApiObject } from "../record/facts.js";
import type { AcceleratorPool, Inventory } from "./inventory.js";
import type { RunOptions } from "./options.js";

/** Names one object. `namespace` defaults to the check's own. */
export interface Ref {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/** One version of an object as a watch served it. */
export interface Version {
  /** When it was served, RFC 3339 with milliseconds, by this machine's clock. */
  at: string;
  /** ADDED, MODIFIED or DELETED; what a list answered before the watch is ADDED. */
  type: string;
  object: ApiObject;
}

/** One GET and what came of it, as `Observer.ask` writes it down. */
export interface Exchange {
  path: string;
  /** When it was sent, RFC 3339 with milliseconds, by this machine's clock. */
  at: string;
  /** HTTP status; absent when no answer came. */
  status?: number;
  /** Content-Type. */
  type?: string;
  /** The body as it came. */
  text?: string;
  /** Why no answer came. */
  error?: string;
}

/**
 * What `observe` is given: the cluster through the check's own namespace. All it writes down goes into the record at
 * once; all it creates is labelled, owned by the run, and removed afterwards whatever happens.
 * Every call rejects when the check's deadline passes, the run is aborted, or the API server stays away.
 */
export interface Observer {
  readonly inventory: Inventory;
  /** What the user chose. */
  readonly options: Readonly<RunOptions>;
  /** The pool that was leased to this check; undefined when it needs no accelerator. */
  readonly pool: AcceleratorPool | undefined;
  /** How many devices of the pool are this check's own. */
  readonly devices: number;
  readonly namespace: string;
  /** Unknown to anyone before the run: pods print it, so that a node that runs nothing cannot pass. */
  readonly nonce: string;
  /** Image of in-pod probes: has sh, ls, mknod, dd and agnhost. */
  readonly image: string;
  readonly signal: AbortSignal;

  /** What is being done, for the person who waits. */
  step(text: string): void;

  /** The documents of the YAML beside the check (`new URL("./name.yaml", import.meta.url)`), as fresh objects to patch. */
  manifests(file: URL): Promise<ApiObject[]>;

  /**
   * Creates one object, in the check's namespace unless it names another or is cluster-scoped, and writes the
   * answer down as `<name>` (kind response). A Namespace so created is the check's as well; its name must begin with
   * that of the check's own, which bears the run's id. Namespace, owner labels, and for pods the image, KARAT_NONCE and a
   * restricted-as-possible default are filled in where they lack. A refusal by the API server is not an error:
   * look at the returned status. As a dry run it passes all admission and is not stored.
   */
  create(name: string, object: ApiObject, options?: { dryRun?: boolean }): Promise<{ status: number; body: ApiObject }>;

  /**
   * Changes an object by a JSON merge patch (RFC 7396) and writes the answer down as `<name>` (kind response). A refusal
   * by the API server is not an error: look at the returned status.
   */
  patch(name: string, ref: Ref, patch: ApiObject): Promise<{ status: number; body: ApiObject }>;

  /**
   * Deletes an object and waits until it is gone, at most `within` seconds (before the timeout factor; until the check's
   * deadline when absent); notes what is there then as `<name>` (kind object, null when gone).
   */
  remove(name: string, ref: Ref, within?: number): Promise<void>;

  /** Reads one object and writes it down. */
  object(name: string, ref: Ref): Promise<ApiObject | null>;

  /**
   * Lists objects and writes them down. `path` is a REST path under the API root, e.g.
   * "/apis/resource.k8s.io/v1/resourceslices".
   * @param keep chooses what is written down and returned: other people's workloads are none of the record's business
   */
  list(name: string, path: string, labelSelector?: string, keep?: (object: ApiObject) => boolean): Promise<ApiObject[]>;

  /**
   * Watches one object until `reached`, or until `within` seconds (before the timeout factor) have passed, then
   * writes down what was last served. Returns that object; a condition that was not reached is not an error.
   */
  until(
    name: string,
    ref: Ref,
    within: number,
    reached: (object: ApiObject | null) => boolean,
  ): Promise<ApiObject | null>;

  /**
   * Watches objects of one kind in the check's namespace, or in the one that is named, for `seconds` (before the timeout
   * factor), or only until `enough` says so of all that was served so far, and writes every version served down. A check may start it, act,
   * and await it then. Returns the versions in the order served.
   * Rejects after writing them down when the API server was away and versions may be missing.
   */
  hold(
    name: string,
    of: { apiVersion: string; kind: string; namespace?: string; labelSelector?: string },
    seconds: number,
    enough?: (versions: readonly Version[]) => boolean,
  ): Promise<readonly Version[]>;

  /**
   * Reads a container's log and writes it down; waits for the container to have started, at most `within` seconds.
   * With `whole` it reads again, within the same time, until that says the log has all that was waited for; what was
   * read last is written down, once. A log that the API server refuses is written down as an empty text.
   */
  log(
    name: string,
    pod: string,
    options?: { container?: string; within?: number; whole?: (text: string) => boolean },
  ): Promise<string>;

  /**
   * Sends one GET to a path under the API root, such as a Service's proxy or an aggregated API, and writes the exchange
   * down: `{ path, at, status, type, text }`, or `{ path, at, error }` where no answer came within the time. No status is
   * an error.
   * @param within seconds for the whole answer (before the timeout factor); RUNNER.answer when absent
   */
  ask(name: string, path: string, within?: number): Promise<Exchange>;

  /** Writes any other raw fact down. */
  value(name: string, data: unknown): void;
}
