import type { Adapter } from "../accelerators/index.js";
import type { ListOptions } from "../kube/client.js";
import type { ApiObject, Kube } from "../kube/index.js";

/** What an inventory is made of, as served. */
export interface ClusterLists {
  nodes: ApiObject[];
  /** Pods that have not ended and ask for an extended resource of a vendor. */
  pods: ApiObject[];
  /** Of the served version of resource.k8s.io; empty when none is. */
  resourceSlices: ApiObject[];
  deviceClasses: ApiObject[];
  resourceClaims: ApiObject[];
}

/** What discovery needs of a vendor. */
export type Vendor = Pick<Adapter, "id" | "name" | "resources" | "description" | "advertisedDriver"> & {
  drivers: readonly Pick<Adapter["drivers"][number], "name" | "isAccelerator" | "deviceClass">[];
};

/** Versions of resource.k8s.io, newest first; v1beta1 still wraps devices in `basic`. */
const DRA_VERSIONS = ["v1", "v1beta2", "v1beta1"];

/** The served version of resource.k8s.io that discovery reads; undefined when there is none. */
export function draVersion(apis: Record<string, string[]>): string | undefined {
  return DRA_VERSIONS.map((version) => `resource.k8s.io/${version}`).find((api) =>
    apis[api]?.includes("resourceslices"),
  );
}

/** Reads the lists. @throws ApiRefused, ApiLost */
export async function readCluster(
  kube: Kube,
  apis: Record<string, string[]>,
  vendors: readonly Vendor[],
  signal?: AbortSignal,
): Promise<ClusterLists> {
  const dra = draVersion(apis);
  const resources = new Set(vendors.flatMap((vendor) => vendor.resources));
  const items = async (path: string, options: ListOptions = {}): Promise<ApiObject[]> =>
    (await kube.list(path, { ...options, ...(signal ? { signal } : {}) })).items;
  const draItems = (resource: string): Promise<ApiObject[]> | ApiObject[] =>
    dra ? items(`/apis/${dra}/${resource}`) : [];
  const [nodes, pods, resourceSlices, deviceClasses, resourceClaims] = await Promise.all([
    items("/api/v1/nodes"),
    items("/api/v1/pods", {
      fieldSelector: "status.phase!=Succeeded,status.phase!=Failed",
      keep: (pod) => asksFor(pod, resources),
    }),
    draItems("resourceslices"),
    draItems("deviceclasses"),
    draItems("resourceclaims"),
  ]);
  return { nodes, pods, resourceSlices, deviceClasses, resourceClaims };
}

/** Pods of a whole cluster are many, and few of them are any business of ours. */
function asksFor({ spec }: ApiObject, resources: ReadonlySet<string>): boolean {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])] as ApiObject[];
  return containers.some(({ resources: asked }) =>
    [asked?.requests, asked?.limits].some((amounts) => Object.keys(amounts ?? {}).some((name) => resources.has(name))),
  );
}
