import type { ApiObject, ObjectRef } from "./object.js";
import type { KubeResponse, Method, RequestOptions } from "./request.js";
import type { Discovery } from "./discovery.js";
import type { LogOptions, LogText } from "./logs.js";
import type { KubeStats } from "./stats.js";
import type { Watch, WatchOptions } from "./watch.js";
import type { Store, StoreOptions } from "./store.js";

/** Where the API server is and who we are there. */
export interface ConnectOptions {
  /** Path of a kubeconfig; else KUBECONFIG, else ~/.kube/config, else the pod's service account. */
  kubeconfig?: string;
  /** Context in it; its current one when absent. */
  context?: string;
  /** e.g. "karat/0.1.0"; shows in the API server's audit log. */
  userAgent?: string;
  /** Told of each secret before it is first used, so that a redactor knows rotated ones as well. */
  onSecret?: (secret: string) => void;
}

export interface ListOptions {
  labelSelector?: string;
  fieldSelector?: string;
  /** Chooses items as each page comes: of a hundred thousand pods no more than a page is ever in memory. */
  keep?: (object: ApiObject) => boolean;
  signal?: AbortSignal;
}

/** A list as served. */
export interface ObjectList {
  items: ApiObject[];
  resourceVersion: string;
}

/** One Kubernetes API server, over as few connections as can be. */
export interface Kube {
  /** URL of the API server as the kubeconfig names it. */
  readonly server: string;

  /**
   * Sends one request. HTTP error statuses are returned, not thrown. Retried with backoff: 429 and 503 with
   * Retry-After whatever the verb, a lost connection for verbs that are safe to repeat (and for any verb when nothing
   * had been sent), 401 once with credentials read anew.
   * @throws ApiLost when the server stays away; the signal's reason when aborted
   */
  request(method: Method, path: string, options?: RequestOptions): Promise<KubeResponse>;

  /** The object at a path, or null for 404. @throws ApiRefused for any other error status */
  get(path: string, options?: RequestOptions): Promise<ApiObject | null>;

  /** All items, page by page; items get the apiVersion and kind that a list leaves out. @throws ApiRefused */
  list(path: string, options?: ListOptions): Promise<ObjectList>;

  /** POSTs the object to its collection; `namespace` is used where its metadata names none. */
  create(object: ApiObject, options?: { namespace?: string; signal?: AbortSignal }): Promise<KubeResponse>;

  /** Server-side apply under the field manager "karat", conflicts forced. */
  apply(object: ApiObject, options?: { namespace?: string; signal?: AbortSignal }): Promise<KubeResponse>;

  /** PATCHes an object or its subresource with a body of the given ContentType. */
  patch(
    ref: ObjectRef,
    patch: unknown,
    options: { contentType: string; subresource?: string; signal?: AbortSignal },
  ): Promise<KubeResponse>;

  /** DELETE; with `uid` only that very object. Returns at once: finalizers may still hold it. */
  delete(
    ref: ObjectRef,
    options?: {
      uid?: string;
      gracePeriodSeconds?: number;
      propagationPolicy?: "Foreground" | "Background" | "Orphan";
      signal?: AbortSignal;
    },
  ): Promise<KubeResponse>;

  /** A container's log. */
  logs(pod: { namespace: string; name: string }, options?: LogOptions): Promise<LogText>;

  /** REST path of an object, by discovery. @throws KubeError NO_SUCH_KIND when the kind is not served */
  path(ref: Omit<ObjectRef, "name"> & { name?: string }, subresource?: string): Promise<string>;

  /** What the server serves; asked once, and again with `refresh` (after a CRD was installed). */
  discovery(options?: { refresh?: boolean; signal?: AbortSignal }): Promise<Discovery>;

  /** A list and then a watch of one collection, resumed for as long as the signal lets it. */
  watch(path: string, options?: WatchOptions): Watch;

  /**
   * The shared watch of a collection and its history: one stream for the run, many waiters. The same path and
   * selectors give the same Store; it wants one `close` for each time it was asked for.
   */
  store(path: string, options?: StoreOptions): Store;

  /** The server's clock by its Date header (whole seconds), and how far it is ahead of ours, milliseconds, to about half a second. */
  serverTime(signal?: AbortSignal): Promise<{ time: Date; aheadMs: number }>;

  /** Counters so far. */
  stats(): KubeStats;

  /** Every secret in use: tokens, passwords, private keys, as given and as bare base64. For the record's redactor. */
  secrets(): string[];

  /** Ends watches and connections. */
  close(): Promise<void>;
}
