import type { ApiObject } from "../kube/index.js";
import type { Vendor } from "./discover-lists.js";
import type { Unserved } from "./inventory.js";

interface Taint {
  key: string;
  effect: string;
}

export interface Toleration {
  key: string;
  operator: "Exists";
  effect?: string;
}

/**
 * Taints that our pods may tolerate: those that keep everything but accelerator users away, by custom keyed with the
 * extended resource (as the ExtendedResourceToleration admission plugin expects).
 */
export function tolerations(vendor: Pick<Vendor, "resources">): Toleration[] {
  return vendor.resources.map((key) => ({ key, operator: "Exists" }));
}

/** Nodes on which nothing of ours could run, with the reason. */
export function unusableNodes(nodes: readonly ApiObject[], vendors: readonly Vendor[]): Map<string, string> {
  const tolerated = new Set(vendors.flatMap(tolerations).map(({ key }) => key));
  const unusable = new Map<string, string>();
  for (const node of nodes) {
    const reason = whyUnusable(node, tolerated);
    if (reason !== undefined) unusable.set(node["metadata"].name as string, reason);
  }
  return unusable;
}

/** Nodes that bear a label of a vendor's driver, and are none of those that serve accelerators. */
export function unservedNodes(
  nodes: readonly ApiObject[],
  vendors: readonly Vendor[],
  served: ReadonlySet<string>,
): Unserved[] {
  return nodes.flatMap(({ metadata }) => {
    const { name, labels = {} } = metadata as { name: string; labels?: Record<string, string> };
    if (served.has(name)) return [];
    const vendor = vendors.find(({ advertisedDriver }) => advertisedDriver.labels.flat().some((key) => key in labels));
    return vendor
      ? [{ node: name, reason: `labelled as running ${vendor.name}'s driver, but serves no accelerator` }]
      : [];
  });
}

function whyUnusable(node: ApiObject, tolerated: ReadonlySet<string>): string | undefined {
  const conditions = (node["status"]?.conditions ?? []) as { type: string; status: string; reason?: string }[];
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready?.status !== "True") return `not ready (${ready?.reason ?? "no Ready condition"})`;
  if (node["metadata"]?.deletionTimestamp) return "being deleted";
  if (node["spec"]?.unschedulable === true) return "cordoned";
  const taints = (node["spec"]?.taints ?? []) as Taint[];
  const taint = taints.find(({ key, effect }) => effect !== "PreferNoSchedule" && !tolerated.has(key));
  return taint && `tainted ${taint.key}:${taint.effect}`;
}
