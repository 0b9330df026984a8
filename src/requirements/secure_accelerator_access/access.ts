import type { Check } from "../../run/check.js";
import type { AcceleratorPool } from "../../run/inventory.js";

/** How a cluster hands out accelerators; each way has checks of its own, as each can be wrong by itself. */
export type Access = AcceleratorPool["access"];

/** A check's id under one way of access, e.g. "secure_accelerator_access/plugin-granted-sees-own". */
export function checkId(access: Access, name: string): string {
  return `secure_accelerator_access/${access === "dra" ? "dra" : "plugin"}-${name}`;
}

/** For `proves`: completes "a pod that was granted one …". */
export const through = (access: Access): string => (access === "dra" ? "through a DRA claim" : "by the device plugin");

/** A way that no node has does not apply, as long as another is there: without any accelerator nothing was shown. */
export function onlyWhereServed(access: Access): NonNullable<Check["notApplicable"]> {
  return ({ pools, leftOut = [], unknown = [] }) => {
    if ([...pools, ...leftOut].some((pool) => pool.access === access)) return undefined;
    if (pools.length === 0) return undefined;
    const served = pools.map(({ node, resource, driver }) => `${driver ?? resource} on ${node}`);
    // Networks and the like are served so, too; whoever reads the proof can tell whether one of them is an accelerator.
    const others = unknown.length > 0 ? `, and not known as accelerators: ${unknown.join(", ")}` : "";
    return `no node serves accelerators ${through(access)}; there is ${served.join(", ")}${others}`;
  };
}
