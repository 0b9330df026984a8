import type { Adapter, Attributes, DraDriver } from "./adapter.js";
import { amd } from "./amd.js";
import { aws } from "./aws.js";
import { described } from "./described.js";
import type { Description } from "./description.js";
import { gaudi } from "./gaudi.js";
import { generic } from "./generic.js";
import { google } from "./google.js";
import { intel } from "./intel.js";
import { nvidia } from "./nvidia.js";

export type { Adapter, Attributes, DraDriver } from "./adapter.js";
export { described } from "./described.js";
export { descriptionSchema, type Description } from "./description.js";
export { advertisedDriver, driverFiles, injectedFiles, probedDriver, sameVersion } from "./driver-version.js";
export { deviceLabels, quantities, seriesOf, type Quantity, type Series } from "./metrics.js";
export { readLocated } from "./located-yaml.js";
export { matches, matchesAny } from "./patterns.js";
export { DescriptionInvalid, readDescription } from "./read-description.js";

/** All vendors that karat knows, one file each. */
export const adapters: readonly Adapter[] = [nvidia, amd, intel, gaudi, google, aws, generic];

/** Whose accelerators: as a pool, or the facts of an experiment, name them. */
export interface Whose {
  /** Adapter id. */
  vendor: string;
  /** There if a user described them. */
  description?: Description | undefined;
}

/** The adapter of those accelerators. @throws Error for an id that no adapter has, e.g. from a newer karat's record */
export function adapterOf({ vendor, description }: Whose): Adapter {
  if (description) return described(description);
  const found = adapters.find((known) => known.id === vendor);
  if (!found)
    throw new Error(`no accelerator adapter is called ${vendor}; known: ${adapters.map(({ id }) => id).join(", ")}`);
  return found;
}

/** What a device's driver published as its identity; undefined when it did not. */
export function identityIn({ identity }: Pick<DraDriver, "identity">, attributes: Attributes): string | undefined {
  return attributes[identity]?.string;
}
