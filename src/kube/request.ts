import type { ApiObject } from "./object.js";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Media types of PATCH bodies (https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply). */
export const ContentType = {
  Json: "application/json",
  JsonPatch: "application/json-patch+json",
  MergePatch: "application/merge-patch+json",
  StrategicMergePatch: "application/strategic-merge-patch+json",
  /** Server-side apply; JSON is YAML, so the body is JSON all the same. */
  Apply: "application/apply-patch+yaml",
} as const;

export type Query = Record<string, string | number | boolean | undefined>;

export interface RequestOptions {
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  /** Media type of the body; application/json when absent. */
  contentType?: string;
  /** Accept header; application/json when absent. */
  accept?: string;
  /** The body is told as `{ text }`, whatever it is said to be: for what the API server only passes on. */
  raw?: boolean;
  /** Ends the request, waiting for a retry included, with the signal's reason. */
  signal?: AbortSignal;
  /** Longest that one attempt may take, milliseconds. */
  timeoutMs?: number;
}

/** What the API server answered. An HTTP error status is an answer like any other. */
export interface KubeResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** The JSON as served; `{ text }` where the server answered with something else. */
  body: ApiObject;
}

/** Path with its query string; undefined values are left out. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}${path.includes("?") ? "&" : "?"}${search.toString()}`;
}
