/** One resource as the server serves it. */
export interface ApiResource {
  /** "v1" or "resource.k8s.io/v1". */
  apiVersion: string;
  kind: string;
  /** Plural, as it stands in paths. */
  resource: string;
  namespaced: boolean;
  verbs: string[];
  /** e.g. ["status", "log"]. */
  subresources: string[];
}

/** What a server serves. */
export interface Discovery {
  resources: readonly ApiResource[];
  /** Served group/versions with the resource names of each (for Inventory.apis). */
  apis: Record<string, string[]>;
  /** undefined when not served. */
  find(apiVersion: string, kind: string): ApiResource | undefined;
  /** Group/versions that an aggregated API server failed to describe. */
  stale: string[];
}
