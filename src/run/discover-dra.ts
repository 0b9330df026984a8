import type { Attributes } from "../accelerators/index.js";
import type { ApiObject } from "../kube/index.js";
import { groupBy } from "./group-by.js";
import type { ClusterLists, Vendor } from "./discover-lists.js";
import type { AcceleratorPool, Device, LeftOut } from "./inventory.js";

/** One device of a ResourceSlice, brought from any version into the form of v1. */
interface PublishedDevice {
  name: string;
  attributes?: Attributes;
  capacity?: Record<string, unknown>;
  taints?: { key: string; effect: string }[];
  consumesCounters?: { counterSet: string }[];
}

/** All current slices of one pool of one driver. */
interface PublishedPool {
  driver: string;
  name: string;
  node: string | undefined;
  slices: ApiObject[];
}

/** Accelerators in ResourceSlices: one pool for each driver and node, less what allocated claims hold. */
export function draPools(
  { resourceSlices, deviceClasses, resourceClaims }: ClusterLists,
  vendors: readonly Vendor[],
): { pools: AcceleratorPool[]; leftOut: LeftOut[] } {
  const taken = takenDevices(resourceClaims);
  const pools: AcceleratorPool[] = [];
  const leftOut: LeftOut[] = [];
  for (const published of currentPools(resourceSlices)) {
    const vendor = vendors.find(({ drivers }) => drivers.some(({ name }) => name === published.driver));
    const driver = vendor?.drivers.find(({ name }) => name === published.driver);
    if (!vendor || !driver) continue;
    const all = published.slices.flatMap(devicesOf);
    const accelerators = all.filter(({ attributes }) => driver.isAccelerator(attributes ?? {}));
    if (accelerators.length === 0) continue;
    const leave = (devices: number, reason: string): void => {
      leftOut.push({ node: published.node ?? published.name, access: "dra", devices, reason });
    };
    const expected = Number(published.slices[0]?.["spec"]?.pool?.resourceSliceCount ?? 1);
    if (published.node === undefined) {
      leave(accelerators.length, `pool ${published.name} of ${published.driver} belongs to no single node`);
      continue;
    }
    if (published.slices.length < expected) {
      leave(accelerators.length, `${published.slices.length} of ${expected} ResourceSlices of its pool are there`);
      continue;
    }
    const usable = accelerators.filter(({ taints = [] }) => !taints.some(keepsAway));
    if (usable.length < accelerators.length)
      leave(accelerators.length - usable.length, "devices tainted by the driver");
    if (usable.length === 0) continue;
    const id = (device: PublishedDevice): string => `${published.driver}/${published.name}/${device.name}`;
    // A partition in use makes the whole device that it is cut from unavailable (KEP-4815).
    const cut = new Set(all.filter((device) => taken.has(id(device))).flatMap(countersOf));
    const free = usable.filter((device) => !taken.has(id(device)) && !countersOf(device).some((set) => cut.has(set)));
    pools.push({
      node: published.node,
      access: "dra",
      vendor: vendor.id,
      ...(vendor.description ? { description: vendor.description } : {}),
      driver: published.driver,
      ...classOf(driver, vendor, deviceClasses),
      devices: usable.map((device) => toDevice(id(device), device)),
      free: free.length,
    });
  }
  return { pools, leftOut };
}

/** Of each pool the slices of its newest generation: older ones are leftovers of an update. */
function currentPools(slices: readonly ApiObject[]): PublishedPool[] {
  const byPool = groupBy(slices, ({ spec }) => JSON.stringify([spec.driver, spec.pool.name]));
  return [...byPool.values()].map((all) => {
    const newest = Math.max(...all.map(({ spec }) => Number(spec.pool.generation ?? 0)));
    const current = all.filter(({ spec }) => Number(spec.pool.generation ?? 0) === newest);
    const nodes = new Set(current.map(({ spec }) => spec.nodeName as string | undefined));
    const { driver, pool } = all[0]?.["spec"] ?? {};
    return { driver, name: pool?.name, node: nodes.size === 1 ? [...nodes][0] : undefined, slices: current };
  });
}

/** v1beta1 holds the device's content under `basic`. */
function devicesOf(slice: ApiObject): PublishedDevice[] {
  const devices = (slice["spec"]?.devices ?? []) as (PublishedDevice & { basic?: object })[];
  return devices.map((device) => Object.assign({}, device, device.basic));
}

/** Devices that allocated claims hold, as `driver/pool/device`. Admin access takes nothing away (KEP-5018). */
function takenDevices(claims: readonly ApiObject[]): Set<string> {
  const taken = new Set<string>();
  for (const claim of claims) {
    for (const result of (claim["status"]?.allocation?.devices?.results ?? []) as ApiObject[]) {
      if (result["adminAccess"] !== true) taken.add(`${result["driver"]}/${result["pool"]}/${result["device"]}`);
    }
  }
  return taken;
}

function keepsAway({ effect }: { effect: string }): boolean {
  return effect === "NoSchedule" || effect === "NoExecute";
}

function countersOf({ consumesCounters = [] }: PublishedDevice): string[] {
  return consumesCounters.map(({ counterSet }) => counterSet);
}

/**
 * The class through which claims reach a driver's whole accelerators: the one that the adapter names, else the one that
 * stands for the vendor's extended resource, else the one of the driver's own name, else one whose selector names the
 * driver.
 */
function classOf(
  { name: driver, deviceClass: named = driver }: Vendor["drivers"][number],
  vendor: Vendor,
  classes: readonly ApiObject[],
): Pick<AcceleratorPool, "deviceClass" | "resource"> {
  const ours = classes.filter((each) => each["metadata"].name === named || selects(each, driver));
  const resourceOf = (each: ApiObject | undefined): string | undefined => each?.["spec"]?.extendedResourceName;
  const chosen =
    (named === driver ? undefined : ours.find((each) => each["metadata"].name === named)) ??
    ours.find((each) => vendor.resources.includes(resourceOf(each) ?? "")) ??
    ours.find((each) => each["metadata"].name === driver) ??
    ours[0];
  const resource = resourceOf(chosen);
  return {
    ...(chosen ? { deviceClass: chosen["metadata"].name as string } : {}),
    ...(resource ? { resource } : {}),
  };
}

function selects(deviceClass: ApiObject, driver: string): boolean {
  const selectors = (deviceClass["spec"]?.selectors ?? []) as { cel?: { expression?: string } }[];
  return selectors.some(({ cel }) => {
    const expression = cel?.expression ?? "";
    return expression.includes(`"${driver}"`) || expression.includes(`'${driver}'`);
  });
}

function toDevice(id: string, { attributes = {}, capacity }: PublishedDevice): Device {
  return { id, attributes, ...(capacity ? { capacity } : {}) };
}
