import { createHash } from "node:crypto";
import type { ObservationKind } from "../record/events.js";
import { KubeError, type ApiObject, type Kube } from "../kube/index.js";
import type { Rule } from "./check.js";
import { discoverAccelerators, type Accelerators } from "./discover.js";
import { discoverAutoscaling } from "./discover-autoscaling.js";
import { readCluster, type ClusterLists, type Vendor } from "./discover-lists.js";
import type { Inventory } from "./inventory.js";
import { grantYaml, reviewAccess, RUNNER_RULES, type AccessReview } from "./preflight-access.js";

/** One raw fact of the preflight, for the record. */
export interface PreflightFact {
  name: string;
  kind: ObservationKind;
  /** When it was seen, RFC 3339 with milliseconds. */
  at: string;
  data: unknown;
}

export interface Preflight {
  inventory: Inventory;
  access: AccessReview;
  /** The server's clock less ours, milliseconds, to about half a second. */
  clockAheadMs: number;
  facts: PreflightFact[];
}

/** The planned checks may do less than they must. `next` holds the rule that lacks, as YAML. */
export class AccessLacking extends Error {
  override name = "AccessLacking";
  readonly code = "ACCESS_LACKING";
  readonly next: string;
  constructor(readonly review: AccessReview) {
    const who = review.user?.username ?? "this user";
    super(`${who} may not do what the planned checks do: ${review.lacking.map(inWords).join("; ")}`);
    this.next = `let an administrator apply this (kubectl apply -f -), then try again:\n\n${grantYaml(review)}`;
  }
}

/**
 * Looks before anything is made: who and what the cluster is, what we may do there, which accelerators it has.
 * @param rules of the planned checks, beside RUNNER_RULES
 * @throws AccessLacking, ApiRefused, ApiLost
 */
export async function preflight(
  kube: Kube,
  { rules, vendors, signal }: { rules: readonly Rule[]; vendors: readonly Vendor[]; signal?: AbortSignal },
): Promise<Preflight> {
  const options = signal ? { signal } : {};
  const facts: PreflightFact[] = [];
  const note = (name: string, kind: ObservationKind, data: unknown): void => {
    facts.push({ name, kind, at: new Date().toISOString(), data });
  };
  const version = await present(kube, "/version", signal);
  note("version", "value", version);
  const { time, aheadMs } = await kube.serverTime(signal);
  note("clock", "value", { server: time.toISOString(), aheadMs });
  const { apis, stale } = await kube.discovery(options);
  note("apis", "value", { apis, stale });
  const served = [...RUNNER_RULES, ...rules].filter(({ apiGroups }) => apiGroups.some((group) => serves(apis, group)));
  const access = await reviewAccess(kube, served, signal);
  note("access", "value", access);
  if (access.lacking.length > 0) throw new AccessLacking(access);
  const { metadata } = await present(kube, "/api/v1/namespaces/kube-system", signal);
  const lists = await readCluster(kube, apis, vendors, signal);
  const accelerators = discoverAccelerators(lists, vendors);
  for (const fact of acceleratorFacts(lists, accelerators, vendors)) note(fact.name, fact.kind, fact.data);
  const found = await discoverAutoscaling(kube, apis, signal);
  for (const fact of found?.facts ?? []) note(fact.name, fact.kind, fact.data);
  const inventory: Inventory = {
    cluster: {
      version: String(version["gitVersion"]),
      uidHash: createHash("sha256").update(String(metadata.uid)).digest("hex"),
      platform: String(version["platform"]),
    },
    minor: Number.parseInt(String(version["minor"]), 10),
    apis,
    ...accelerators,
    ...(found ? { autoscaling: found.autoscaling } : {}),
  };
  return { inventory, access, clockAheadMs: aheadMs, facts };
}

/** Lists as served, cut to what concerns accelerators: other people's workloads are none of the record's business. */
function acceleratorFacts(
  lists: ClusterLists,
  { pools, leftOut, unserved }: Accelerators,
  vendors: readonly Vendor[],
): Pick<PreflightFact, "name" | "kind" | "data">[] {
  const nodes = new Set([...pools, ...leftOut, ...unserved].map(({ node }) => node));
  const drivers = new Set(vendors.flatMap((vendor) => vendor.drivers.map(({ name }) => name)));
  const resources = vendors.flatMap((vendor) => vendor.resources);
  const results = (claim: ApiObject): ApiObject[] => claim["status"]?.allocation?.devices?.results ?? [];
  const list = (path: string, items: ApiObject[]): { kind: "list"; data: unknown } => ({
    kind: "list",
    data: { path, items },
  });
  return [
    {
      name: "nodes",
      ...list(
        "/api/v1/nodes",
        lists.nodes.filter(({ metadata }) => nodes.has(metadata.name)),
      ),
    },
    {
      name: "resourceslices",
      ...list(
        "resourceslices",
        lists.resourceSlices.filter(({ spec }) => drivers.has(spec.driver)),
      ),
    },
    { name: "deviceclasses", ...list("deviceclasses", lists.deviceClasses) },
    {
      name: "resourceclaims",
      ...list(
        "resourceclaims",
        lists.resourceClaims.filter((claim) => results(claim).some(({ driver }) => drivers.has(driver))),
      ),
    },
    { name: "accelerator-pods", kind: "value", data: holders(lists.pods, resources) },
  ];
}

/** Pods that hold an extended resource of a vendor: who, where, how many; nothing else of them. */
function holders(pods: readonly ApiObject[], resources: readonly string[]): unknown[] {
  return pods.flatMap(({ metadata, spec, status }) => {
    const containers = [...(spec.initContainers ?? []), ...spec.containers] as ApiObject[];
    const holding = containers
      .map(({ name, resources: { limits = {} } = {} }) => ({
        name,
        limits: Object.fromEntries(Object.entries(limits).filter(([resource]) => resources.includes(resource))),
      }))
      .filter(({ limits }) => Object.keys(limits).length > 0);
    if (holding.length === 0) return [];
    const { namespace, name, uid } = metadata;
    return [{ namespace, name, uid, node: spec.nodeName ?? null, phase: status?.phase ?? null, containers: holding }];
  });
}

/** A group that is not served needs no rule: checks that use it say so themselves. */
function serves(apis: Record<string, string[]>, group: string): boolean {
  return Object.keys(apis).some((api) => (api.includes("/") ? api.split("/")[0] === group : group === ""));
}

async function present(kube: Kube, path: string, signal?: AbortSignal): Promise<ApiObject> {
  const object = await kube.get(path, signal ? { signal } : {});
  if (object) return object;
  throw new KubeError(
    "API_STATUS",
    `${kube.server} answers 404 for ${path}`,
    "check that this is a Kubernetes API server",
  );
}

function inWords({ apiGroups, resources, verbs }: Rule): string {
  const group = apiGroups[0] ? ` (${apiGroups[0]})` : "";
  return `${verbs.join(", ")} ${resources.join(", ")}${group}`;
}
