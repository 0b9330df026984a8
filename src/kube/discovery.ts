import { ApiRefused, refused } from "./errors.js";
import type { Exchange } from "./exchange.js";
import type { ApiObject } from "./object.js";

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

/** Aggregated discovery (KEP-3352, stable in 1.30; v2beta1 since 1.26), else a plain list of groups. */
const AGGREGATED = [
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
  "application/json",
].join(",");

/** Asks a server what it serves: two requests, or one a group/version of servers before 1.26. @throws ApiRefused */
export async function discover(exchange: Exchange, signal?: AbortSignal): Promise<Discovery> {
  const found: ApiResource[] = [];
  const stale: string[] = [];
  const apis: Record<string, string[]> = {};
  for (const root of ["/api", "/apis"]) {
    const body = await ask(exchange, root, AGGREGATED, signal);
    if (body["kind"] === "APIGroupDiscoveryList") aggregated(body, found, stale, apis);
    else await oneByOne(exchange, root, body, { found, stale, apis }, signal);
  }
  for (const { apiVersion, resource } of found) (apis[apiVersion] ??= []).push(resource);
  const byKind = new Map(found.map((resource) => [`${resource.apiVersion} ${resource.kind}`, resource]));
  return { resources: found, apis, stale, find: (apiVersion, kind) => byKind.get(`${apiVersion} ${kind}`) };
}

async function ask(exchange: Exchange, path: string, accept: string, signal?: AbortSignal): Promise<ApiObject> {
  const response = await exchange.request("GET", path, { accept, ...(signal ? { signal } : {}) });
  if (response.status !== 200) throw refused(response, { method: "GET", path });
  return response.body;
}

interface AggregatedResource {
  resource: string;
  responseKind?: { kind?: string };
  scope: "Namespaced" | "Cluster";
  verbs?: string[];
  subresources?: { subresource: string }[];
}

function aggregated(body: ApiObject, found: ApiResource[], stale: string[], apis: Record<string, string[]>): void {
  type Version = { version: string; freshness?: string; resources?: AggregatedResource[] };
  for (const group of body["items"] as { metadata?: { name?: string }; versions?: Version[] }[]) {
    for (const { version, freshness, resources = [] } of group.versions ?? []) {
      const apiVersion = group.metadata?.name ? `${group.metadata.name}/${version}` : version;
      apis[apiVersion] ??= [];
      if (freshness === "Stale") stale.push(apiVersion);
      for (const { resource, responseKind, scope, verbs = [], subresources = [] } of resources) {
        found.push({
          apiVersion,
          kind: responseKind?.kind ?? "",
          resource,
          namespaced: scope === "Namespaced",
          verbs,
          subresources: subresources.map((each) => each.subresource),
        });
      }
    }
  }
}

async function oneByOne(
  exchange: Exchange,
  root: string,
  body: ApiObject,
  into: { found: ApiResource[]; stale: string[]; apis: Record<string, string[]> },
  signal?: AbortSignal,
): Promise<void> {
  const groups = (body["groups"] ?? []) as { versions: { groupVersion: string }[] }[];
  const versions =
    root === "/api"
      ? ((body["versions"] ?? []) as string[])
      : groups.flatMap((group) => group.versions.map((version) => version.groupVersion));
  const answers = await Promise.allSettled(
    versions.map((version) => ask(exchange, `${root}/${version}`, "application/json", signal)),
  );
  for (const [index, apiVersion] of versions.entries()) {
    const answer = answers[index];
    into.apis[apiVersion] ??= [];
    if (answer?.status === "fulfilled") into.found.push(...listed(apiVersion, answer.value));
    else if (answer?.reason instanceof ApiRefused) into.stale.push(apiVersion);
    else throw answer?.reason;
  }
}

/** An APIResourceList: subresources stand in it as `pods/log`. */
function listed(apiVersion: string, list: ApiObject): ApiResource[] {
  const all = (list["resources"] ?? []) as { name: string; kind: string; namespaced: boolean; verbs: string[] }[];
  const subresources = all.filter(({ name }) => name.includes("/")).map(({ name }) => name.split("/"));
  return all
    .filter(({ name }) => !name.includes("/"))
    .map(({ name, kind, namespaced, verbs }) => ({
      apiVersion,
      kind,
      resource: name,
      namespaced,
      verbs,
      subresources: subresources.filter(([parent]) => parent === name).map((parts) => parts.slice(1).join("/")),
    }));
}
