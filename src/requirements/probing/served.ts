import type { Inventory } from "../../run/inventory.js";

/** The newest of `versions` in which `group` serves `resource`. */
export function servedVersion(
  apis: Inventory["apis"],
  group: string,
  versions: readonly string[],
  resource: string,
): string | undefined {
  return versions.find((version) => apis[`${group}/${version}`]?.includes(resource));
}
