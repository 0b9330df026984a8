import type { Kube } from "../kube/client.js";
import type { Heartbeat } from "./heartbeat.js";
import type { Inventory } from "./inventory.js";
import type { Journal } from "./journal.js";
import type { Outages } from "./outages.js";
import type { RunOptions } from "./options.js";
import type { SharedStores } from "./shared-stores.js";

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
  /** What the user chose. */
  readonly options: Readonly<RunOptions>;
  /** Image of in-pod probes. */
  readonly image: string;
  /** Stretches all waits for the cluster's work. */
  readonly timeoutFactor: number;
  readonly heartbeat: Heartbeat;
  readonly stores: SharedStores;
  readonly outages: Outages;
  /** Aborts with a `Stopped` when the whole run must stop. */
  readonly signal: AbortSignal;
  /** Stops the whole run. */
  stop(reason: Error): void;
}
