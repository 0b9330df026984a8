import type { Kube } from "../kube/client.js";
import type { Store } from "../kube/store.js";
import type { Heartbeat } from "./heartbeat.js";
import type { Inventory } from "./inventory.js";
import type { Journal } from "./journal.js";

/** What all checks of a run share. */
export interface RunContext {
  readonly kube: Kube;
  readonly journal: Journal;
  /** Run id. */
  readonly run: string;
  readonly nonce: string;
  /** Beginning of the names of all namespaces. */
  readonly prefix: string;
  readonly inventory: Inventory;
  /** Image of in-pod probes. */
  readonly image: string;
  /** Stretches all waits for the cluster's work. */
  readonly timeoutFactor: number;
  readonly heartbeat: Heartbeat;
  /** The watch of a collection that all checks share: of what bears this run's label, in all namespaces. */
  shared(path: string): Store;
  /** Drops what the shared watches keep of a namespace that nobody will ask for again. */
  forget(namespace: string): void;
  /** Aborts with a `Stopped` when the whole run must stop. */
  readonly signal: AbortSignal;
  /** Stops the whole run. */
  stop(reason: Error): void;
}
