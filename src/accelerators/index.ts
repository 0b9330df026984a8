import type { Adapter, DraDriver } from "./adapter.js";
import { generic } from "./generic.js";
import { nvidia } from "./nvidia.js";

export type { Adapter, Attributes, DraDriver } from "./adapter.js";
export { matches, matchesAny } from "./patterns.js";

/** All vendors that karat knows, one file each. */
export const adapters: readonly Adapter[] = [nvidia, generic];

/** The adapter of that id. @throws Error for an id that no adapter has, e.g. from a newer karat's record */
export function adapter(id: string): Adapter {
  const found = adapters.find((known) => known.id === id);
  if (!found)
    throw new Error(`no accelerator adapter is called ${id}; known: ${adapters.map(({ id }) => id).join(", ")}`);
  return found;
}

/** Who publishes under this DRA driver name; undefined when none of ours. */
export function adapterOfDriver(driver: string): { adapter: Adapter; driver: DraDriver } | undefined {
  for (const adapter of adapters) {
    const found = adapter.drivers.find(({ name }) => name === driver);
    if (found) return { adapter, driver: found };
  }
  return undefined;
}

/** Whose extended resource this is; undefined when none of ours. */
export function adapterOfResource(resource: string): Adapter | undefined {
  return adapters.find(({ resources }) => resources.includes(resource));
}
