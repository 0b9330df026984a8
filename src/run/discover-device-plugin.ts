import type { ApiObject } from "../kube/index.js";
import { groupBy } from "./group-by.js";
import type { ClusterLists, Vendor } from "./discover-lists.js";
import type { AcceleratorPool } from "./inventory.js";

/** Accelerators that kubelets advertise for a device plugin: allocatable, less what the node's pods hold. */
export function devicePluginPools({ nodes, pods }: ClusterLists, vendors: readonly Vendor[]): AcceleratorPool[] {
  const podsOf = groupBy(pods.filter(occupies), (pod) => pod["spec"].nodeName as string);
  const pools: AcceleratorPool[] = [];
  for (const node of nodes) {
    const name = node["metadata"].name as string;
    for (const vendor of vendors) {
      for (const resource of vendor.resources) {
        const allocatable = whole(node["status"]?.allocatable?.[resource]);
        if (allocatable === 0) continue;
        const held = (podsOf.get(name) ?? []).reduce((sum, pod) => sum + heldByPlugin(pod, resource), 0);
        pools.push({
          node: name,
          access: "device-plugin",
          vendor: vendor.id,
          ...(vendor.description ? { description: vendor.description } : {}),
          resource,
          devices: Array.from({ length: allocatable }, (_, index) => ({ id: `${resource}/${index}`, attributes: {} })),
          free: Math.max(0, allocatable - held),
        });
      }
    }
  }
  return pools;
}

function occupies(pod: ApiObject): boolean {
  const phase = pod["status"]?.phase as string | undefined;
  return pod["spec"]?.nodeName !== undefined && phase !== "Succeeded" && phase !== "Failed";
}

interface Container {
  name: string;
  restartPolicy?: string;
  resources?: { requests?: Record<string, unknown>; limits?: Record<string, unknown> };
}

/**
 * What a pod holds of a resource, by the scheduler's rule: containers and sidecars (KEP-753) together, or more if one
 * init container and the sidecars before it need more. Containers that DRA served by that name hold nothing of it.
 */
export function heldByPlugin(pod: ApiObject, resource: string): number {
  const byDra = new Set(
    ((pod["status"]?.extendedResourceClaimStatus?.requestMappings ?? []) as ApiObject[])
      .filter((mapping) => mapping["resourceName"] === resource)
      .map((mapping) => mapping["containerName"] as string),
  );
  const request = (container: Container): number => {
    const { requests, limits } = container.resources ?? {};
    return byDra.has(container.name) ? 0 : whole(requests?.[resource] ?? limits?.[resource]);
  };
  let sidecars = 0;
  let starting = 0;
  for (const container of (pod["spec"]?.initContainers ?? []) as Container[]) {
    if (container.restartPolicy === "Always") sidecars += request(container);
    else starting = Math.max(starting, sidecars + request(container));
  }
  const running = ((pod["spec"]?.containers ?? []) as Container[]).reduce((sum, each) => sum + request(each), sidecars);
  return Math.max(starting, running);
}

const SUFFIXES: Record<string, number> = { "": 1, k: 1e3, M: 1e6 };

/** An extended resource's quantity: a whole number, in canonical form with a suffix from a thousand on. */
function whole(quantity: unknown): number {
  const [, digits, suffix = ""] = /^(\d+)([kM]?)$/.exec(String((quantity as string | number | undefined) ?? "0")) ?? [];
  return digits === undefined ? 0 : Number(digits) * (SUFFIXES[suffix] ?? 1);
}
