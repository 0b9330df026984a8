import { z } from "zod";
import { type Adapter, adapterOf, adapters, descriptionSchema } from "../../accelerators/index.js";
import type { ApiObject, Facts } from "../../record/facts.js";
import type { Inventory } from "../../run/inventory.js";

/** What pods ask for to make a pool grow. One of `resource` and `deviceClass` is there. */
const Target = z.object({
  nonce: z.string().min(8),
  vendor: z.string(),
  /** What the user wrote about the vendor, where karat does not know it. */
  description: descriptionSchema.optional(),
  /** Extended resource, whether a device plugin serves it or DRA. */
  resource: z.string().optional(),
  /** DeviceClass, where there is no such resource. */
  deviceClass: z.string().optional(),
});
export type Target = Omit<z.infer<typeof Target>, "nonce">;

export const SETUP = "setup";

/** @throws when the facts do not say what was asked for */
export const givenTarget = (facts: Facts): z.infer<typeof Target> => Target.parse(facts.value(SETUP));

export const givenAdapter = (facts: Facts): Adapter => adapterOf(givenTarget(facts));

/**
 * What to ask for: the accelerators that a NodePool names (its limits, taints or requirements), as a pool may have no
 * node now; else those that the cluster has, by extended resource if that is served.
 * @throws Error where neither shows any
 */
export function targetOf({ pools }: Pick<Inventory, "pools">, nodePools: readonly ApiObject[]): Target {
  const named = new Set(nodePools.flatMap(namesIn));
  for (const adapter of adapters) {
    const resource = adapter.resources.find((each) => named.has(each));
    if (resource !== undefined) return { vendor: adapter.id, resource };
  }
  const pool = pools.find(({ resource }) => resource !== undefined) ?? pools[0];
  if (!pool) throw new Error("no node has accelerators and no node pool names any: nothing is known to ask for");
  const { vendor, description, resource, deviceClass } = pool;
  const whose = { vendor, ...(description ? { description } : {}) };
  return resource === undefined ? { ...whose, ...(deviceClass ? { deviceClass } : {}) } : { ...whose, resource };
}

/** Names by which a Karpenter NodePool may tell which accelerators its nodes have. */
function namesIn({ spec }: ApiObject): string[] {
  const template = spec?.template?.spec ?? {};
  const keys = (list: unknown): string[] => ((list ?? []) as { key: string }[]).map(({ key }) => key);
  return [...Object.keys(spec?.limits ?? {}), ...keys(template.taints), ...keys(template.requirements)];
}

/** Nodes that came between two lists, each with what it offers, in words. */
export function cameInWords(before: readonly ApiObject[], after: readonly ApiObject[], target: Target): string {
  const known = new Set(before.map(({ metadata }) => metadata?.uid as unknown));
  const came = after.filter(({ metadata }) => !known.has(metadata?.uid));
  const named = came.map((node) => `${node["metadata"]?.name} (${offered(node, target)} accelerators)`);
  return named.join(", ") || "no node";
}

/** How many of the accelerators a node says that it offers. */
export function offered(node: ApiObject, { resource }: Pick<Target, "resource">): number {
  return resource === undefined ? 0 : Number(node["status"]?.allocatable?.[resource] ?? 0);
}
