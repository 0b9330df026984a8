import { isDeepStrictEqual } from "node:util";
import { type Requests, type Watches, isStatus } from "../api-client.js";
import { advertisedAttributes } from "../advertised.js";
import type { DriverConfig } from "../driver-config.js";
import type { Persona } from "../persona.js";
import { readSwitches } from "../switches.js";

/** A resource.k8s.io/v1 ResourceSlice, as far as it is used here. */
export interface ResourceSlice {
  apiVersion: "resource.k8s.io/v1";
  kind: "ResourceSlice";
  metadata: { name: string; resourceVersion?: string; ownerReferences?: object[] };
  spec: {
    driver: string;
    nodeName: string;
    pool: { name: string; generation: number; resourceSliceCount: number };
    devices: { name: string; attributes: object; capacity: Record<string, { value: string }> }[];
  };
}

const PATH = "/apis/resource.k8s.io/v1/resourceslices";
const MIB = 1024 ** 2;

/** A driver's slices, of one node or of all; with the list's resourceVersion, from which a watch goes on. */
export async function slicesOf(
  api: Requests,
  driver: string,
  node?: string,
): Promise<{ metadata: { resourceVersion: string }; items: ResourceSlice[] }> {
  return api.request("GET", slicesPath(driver, node));
}

export async function deleteSlices(api: Requests, driver: string, node: string): Promise<void> {
  await api.request("DELETE", slicesPath(driver, node));
}

/** What a node's driver publishes: one pool, named after the node, in one slice. Owned by the Node, so that it goes with it. */
export function sliceFor(persona: Persona, config: DriverConfig, nodeUid: string): ResourceSlice {
  const switches = readSwitches(config.paths.switches);
  return {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceSlice",
    metadata: {
      name: `${config.node}-${persona.driver}`,
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name: config.node, uid: nodeUid, controller: true }],
    },
    spec: {
      driver: persona.driver,
      nodeName: config.node,
      pool: { name: config.node, generation: 1, resourceSliceCount: 1 },
      devices: config.slots.map(({ slot, name, identity }) => ({
        name,
        attributes: advertisedAttributes(persona, { identity, slot }, switches),
        capacity: { memory: { value: `${identity.memoryBytes / MIB}Mi` } },
      })),
    },
  };
}

/** Makes the API server's slices of this driver and node be the wanted one, whoever changed or deleted them. */
export async function publish(api: Requests, wanted: ResourceSlice): Promise<{ resourceVersion: string }> {
  const { driver, nodeName } = wanted.spec;
  const { metadata, items } = await slicesOf(api, driver, nodeName);
  for (const stranger of items.filter(({ metadata }) => metadata.name !== wanted.metadata.name)) {
    await ignoring(404, api.request("DELETE", `${PATH}/${stranger.metadata.name}`));
  }
  const current = items.find(({ metadata }) => metadata.name === wanted.metadata.name);
  if (!current) {
    const made = await ignoring(409, api.request<ResourceSlice>("POST", PATH, wanted));
    return { resourceVersion: made?.metadata.resourceVersion ?? metadata.resourceVersion };
  }
  if (sameDevices(current, wanted)) return metadata;
  const resourceVersion = current.metadata.resourceVersion as string;
  const put = { ...wanted, metadata: { ...wanted.metadata, resourceVersion } };
  const changed = await api.request<ResourceSlice>("PUT", `${PATH}/${wanted.metadata.name}`, put);
  return { resourceVersion: changed.metadata.resourceVersion as string };
}

/** Keeps the slice published until the signal aborts; `onError` hears of what failed, and it is tried again. */
export async function keepPublished(
  api: Requests & Watches,
  wanted: () => Promise<ResourceSlice>,
  signal: AbortSignal,
  pause: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const slice = await wanted();
      const { resourceVersion } = await publish(api, slice);
      const path = slicesPath(slice.spec.driver, slice.spec.nodeName);
      for await (const event of api.watch<ResourceSlice>(path, resourceVersion, signal)) {
        if (event.type !== "BOOKMARK") break;
      }
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
    }
    await pause();
  }
}

/** What the API server adds by itself (an empty list left out, a quantity in another unit) must not count as a change. */
function sameDevices(a: ResourceSlice, b: ResourceSlice): boolean {
  const essence = ({ spec }: ResourceSlice) => ({
    pool: spec.pool.name,
    devices: spec.devices.map(({ name, attributes }) => ({ name, attributes: { ...attributes } })),
  });
  return isDeepStrictEqual(essence(a), essence(b));
}

/** API path of a driver's slices, of one node or of all. */
export function slicesPath(driver: string, node?: string): string {
  const selector = [`spec.driver=${driver}`, ...(node ? [`spec.nodeName=${node}`] : [])].join(",");
  return `${PATH}?fieldSelector=${encodeURIComponent(selector)}`;
}

async function ignoring<T>(status: number, answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (isStatus(error, status)) return undefined;
    throw error;
  });
}
