import { z } from "zod";
import { type Attributes, identityIn } from "../../accelerators/index.js";
import type { ApiObject, Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";
import type { AcceleratorPool } from "../../run/inventory.js";
import { givenDriver, givenSetup } from "./setup.js";

const Result = z.object({ request: z.string(), driver: z.string(), pool: z.string(), device: z.string() });
export type AllocatedDevice = z.infer<typeof Result>;

const Claim = z.object({
  metadata: z.object({ name: z.string().min(1), uid: z.string().min(1) }),
  status: z
    .object({ allocation: z.object({ devices: z.object({ results: z.array(Result).optional() }) }).optional() })
    .optional(),
});

/** Name of the fact that holds a claim as it was once its pod ran. */
export const claimOf = (pod: string): string => `${pod}.claim`;

/** Whether a claim as served is allocated. For `observe`, which must know when to go on. */
export function isAllocated(claim: ApiObject | null): boolean {
  return claim?.["status"]?.allocation !== undefined;
}

/** What a claim as served was given; undefined when it is not allocated. @throws when it is no claim */
export function allocation(claim: ApiObject): AllocatedDevice[] | undefined {
  return Claim.parse(claim).status?.allocation?.devices.results;
}

const Slice = z.object({
  spec: z.object({
    driver: z.string(),
    nodeName: z.string().optional(),
    pool: z.object({ name: z.string() }),
    devices: z
      .array(
        z.object({
          name: z.string(),
          attributes: z.record(z.string(), z.looseObject({})).optional(),
        }),
      )
      .optional(),
  }),
});

/** Name of the fact that holds the node's ResourceSlices, of one driver. */
export const SLICES = "slices";

export function slicesPath(apiVersion: string, { driver, node }: Pick<AcceleratorPool, "driver" | "node">): string {
  const selector = encodeURIComponent(`spec.driver=${driver},spec.nodeName=${node}`);
  return `/apis/${apiVersion}/resourceslices?fieldSelector=${selector}`;
}

/** A device as the driver advertises it, with the identity by which it can be recognised in a container. */
export interface AdvertisedDevice {
  pool: string;
  device: string;
  identity: string;
}

/** What the node's driver advertises. @throws Undecidable when a device lacks its identity, or two share one */
export function advertised(facts: Facts): AdvertisedDevice[] {
  const { node } = givenSetup(facts);
  const driver = givenDriver(facts);
  const devices = z
    .array(Slice)
    .parse(facts.list(SLICES))
    .filter(({ spec }) => spec.driver === driver.name && spec.nodeName === node)
    .flatMap(({ spec }) =>
      (spec.devices ?? []).map(({ name, attributes = {} }) => ({
        pool: spec.pool.name,
        name,
        attributes: attributes as Attributes,
      })),
    )
    .filter(({ attributes }) => driver.isAccelerator(attributes))
    .map(({ pool, name, attributes }) => {
      const identity = identityIn(driver, attributes);
      if (!identity) throw new Undecidable(`device ${name} of ${driver.name} on ${node} has no ${driver.identity}`);
      return { pool, device: name, identity };
    });
  if (new Set(devices.map(({ identity }) => identity)).size < devices.length) {
    throw new Undecidable(`two devices of ${driver.name} on ${node} have the same ${driver.identity}`);
  }
  return devices;
}

/** The identity that the allocated device is advertised with. @throws Undecidable when it is not advertised */
export function identityOf(facts: Facts, result: AllocatedDevice): string {
  const found = advertised(facts).find(({ pool, device }) => pool === result.pool && device === result.device);
  if (!found) throw new Undecidable(`device ${result.driver}/${result.pool}/${result.device} is not advertised`);
  return found.identity;
}

/** CEL that is true of one device only (resource.k8s.io/v1, CELDeviceSelector). */
export function selecting(driver: { name: string; identity: string }, identity: string): ApiObject {
  const [name = "", domain = driver.name] = driver.identity.split("/").reverse();
  const attribute = `device.attributes[${JSON.stringify(domain)}].${name}`;
  return { cel: { expression: `${attribute} == ${JSON.stringify(identity)}` } };
}

/** A claim as a version before v1 wants it: v1beta1 has what `exactly` holds in the request itself. */
export function inVersion(claim: ApiObject, apiVersion: string): ApiObject {
  const copy: ApiObject = { ...structuredClone(claim), apiVersion };
  if (apiVersion !== "resource.k8s.io/v1beta1") return copy;
  const { devices } = copy["spec"] as { devices: { requests: ApiObject[] } };
  devices.requests = devices.requests.map(({ exactly, ...request }) => Object.assign(request, exactly));
  return copy;
}
