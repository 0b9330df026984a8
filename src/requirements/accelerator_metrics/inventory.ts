import { z } from "zod";
import { type Adapter, adapterOf, type Attributes, descriptionSchema, identityIn } from "../../accelerators/index.js";
import type { Facts } from "../../record/facts.js";
import type { Observer } from "../../run/observer.js";

const POOLS = "accelerators";

const Pools = z.array(
  z.object({
    node: z.string().min(1),
    access: z.enum(["dra", "device-plugin"]),
    vendor: z.string(),
    description: descriptionSchema.optional(),
    driver: z.string().optional(),
    devices: z.array(z.object({ id: z.string(), attributes: z.record(z.string(), z.unknown()) })),
  }),
);

/** The accelerators of one vendor on one node. */
export interface Fitted {
  node: string;
  adapter: Adapter;
  /** How many there are. */
  count: number;
  /** As they are advertised, where they are. */
  identities: string[];
}

/** Notes what preflight found. */
export function noteAccelerators(observer: Observer): void {
  observer.value(
    POOLS,
    observer.inventory.pools.map(({ node, access, vendor, description, driver, devices }) => ({
      node,
      access,
      vendor,
      ...(description ? { description } : {}),
      ...(driver === undefined ? {} : { driver }),
      devices: devices.map(({ id, attributes }) => ({ id, attributes })),
    })),
  );
}

/** What each node has. Two pools of one vendor on one node are two ways to the same devices. */
export function fittedIn(facts: Facts): Fitted[] {
  const found = new Map<string, Fitted>();
  for (const { node, vendor, description, driver, devices } of Pools.parse(facts.value(POOLS))) {
    const adapter = adapterOf({ vendor, description });
    const key = `${node}/${adapter.id}`;
    const known = adapter.drivers.find(({ name }) => name === driver);
    const identities = known
      ? devices.flatMap(({ attributes }) => identityIn(known, attributes as Attributes) ?? [])
      : [];
    const before = found.get(key);
    found.set(key, {
      node,
      adapter,
      count: Math.max(before?.count ?? 0, devices.length),
      identities: identities.length > 0 ? identities : (before?.identities ?? []),
    });
  }
  return [...found.values()];
}
