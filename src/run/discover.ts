import { draPools } from "./discover-dra.js";
import { devicePluginPools } from "./discover-device-plugin.js";
import type { ClusterLists, Vendor } from "./discover-lists.js";
import { unservedNodes, unusableNodes } from "./discover-nodes.js";
import type { AcceleratorPool, LeftOut, Unserved } from "./inventory.js";

export interface Accelerators {
  pools: AcceleratorPool[];
  leftOut: LeftOut[];
  unserved: Unserved[];
  /** DRA drivers and extended resources that the cluster serves and that no adapter knows. */
  unknown: string[];
}

/**
 * The accelerators of a cluster, by node and by way of asking. No device is counted twice: what DRA serves as an
 * extended resource does not stand in a node's allocatable (KEP-5004), and partitions are not accelerators.
 */
export function discoverAccelerators(lists: ClusterLists, vendors: readonly Vendor[]): Accelerators {
  const unusable = unusableNodes(lists.nodes, vendors);
  const dra = draPools(lists, vendors);
  const plugin = devicePluginPools(lists, vendors);
  const pools: AcceleratorPool[] = [];
  const leftOut: LeftOut[] = [...dra.leftOut];
  for (const pool of [...dra.pools, ...plugin]) {
    const reason = unusable.get(pool.node);
    if (reason === undefined) pools.push(pool);
    else leftOut.push({ node: pool.node, access: pool.access, devices: pool.devices.length, reason });
  }
  const served = new Set([...pools, ...leftOut].map(({ node }) => node));
  const unserved = unservedNodes(lists.nodes, vendors, served);
  return { pools, leftOut, unserved, unknown: unknownNames(lists, vendors) };
}

function unknownNames({ nodes, resourceSlices }: ClusterLists, vendors: readonly Vendor[]): string[] {
  const drivers = new Set(vendors.flatMap((vendor) => vendor.drivers.map(({ name }) => name)));
  const resources = new Set(vendors.flatMap((vendor) => vendor.resources));
  const found = new Set<string>();
  for (const slice of resourceSlices) if (!drivers.has(slice["spec"]?.driver)) found.add(slice["spec"]?.driver);
  for (const node of nodes) {
    for (const name of Object.keys(node["status"]?.allocatable ?? {})) {
      // Extended resources are those with a domain of their own (k8s.io docs, "Extended resources").
      if (name.includes("/") && !name.includes("kubernetes.io/") && !resources.has(name)) found.add(name);
    }
  }
  return [...found].sort();
}
