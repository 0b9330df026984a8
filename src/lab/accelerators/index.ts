import { rm } from "node:fs/promises";
import { durations, until } from "../durations.js";
import type { LabNames, NodeNames } from "../names.js";
import { logTail, running, start, stop } from "../process.js";
import { scriptPath, scriptProcess } from "../script.js";
import { ApiClient, isStatus } from "./api-client.js";
import { makeDevices, removeDevices } from "./devices.js";
import { removeUnusedDeviceClass } from "./dra/device-class.js";
import { stopExporter } from "./exporter/index.js";
import { deleteSlices, slicesOf } from "./dra/slices.js";
import {
  type Access,
  type DriverConfig,
  type DriverStatus,
  driverPaths,
  driverProcess,
  pluginFolder,
  sameConfig,
} from "./driver-config.js";
import { readJson, writeJson } from "./files.js";
import { unlabelNode } from "./labels.js";
import type { PersonaId } from "./persona.js";
import { personas } from "./personas/index.js";

export type { Access } from "./driver-config.js";
export type { PersonaId } from "./persona.js";

export interface AcceleratorOptions {
  count: number;
  access: Access;
  persona: PersonaId;
}

/**
 * Gives a running node accelerators of a persona: the devices, and the driver that serves them. Idempotent; a change of
 * count or access replaces the persona's driver.
 * @returns when the kubelet has registered the driver and the devices are visible in the API
 */
export async function attachAccelerators(lab: LabNames, node: NodeNames, options: AcceleratorOptions): Promise<void> {
  const paths = driverPaths(node, options.persona);
  const before = readJson(paths.config) as DriverConfig | undefined;
  if (before && (before.access !== options.access || before.slots.length !== options.count)) {
    await detachPersona(lab, node, options.persona);
    await resourceGone(lab, node, options.persona);
  }
  const config: DriverConfig = {
    persona: options.persona,
    access: options.access,
    node: node.nodeName,
    ...(await makeDevices(lab, node, personas[options.persona], options.count)),
    kubeletRoot: node.kubeletRoot,
    kubeconfig: lab.innerKubeconfig,
    cdi: node.cdi,
    paths,
  };
  if (!sameConfig(before, config)) {
    await stopDriver(lab, node, options.persona);
    writeJson(paths.config, config);
  }
  await startDriver(lab, node, options.persona);
}

/** Takes all accelerators from a node, whatever persona; what was never there is no error. Works on a dead lab too. */
export async function detachAccelerators(lab: LabNames, node: NodeNames): Promise<void> {
  for (const persona of Object.keys(personas) as PersonaId[]) await detachPersona(lab, node, persona);
  await removeDevices(node);
}

/** Starts a persona's driver on a node that was given its accelerators, and waits until it serves. */
export async function startDriver(lab: LabNames, node: NodeNames, persona: PersonaId): Promise<void> {
  const paths = driverPaths(node, persona);
  const name = driverProcess(node, persona);
  if ((await running(lab.name, name)) === undefined) await rm(paths.status, { force: true });
  const { pid } = await start({
    name,
    lab: lab.name,
    cgroup: node.cgroup,
    ...scriptProcess(scriptPath("./driver.js", import.meta.url), [paths.config], 64),
    network: node.network,
  });
  const config = readJson(paths.config) as DriverConfig | undefined;
  if (!config) throw new Error(`${paths.config} is gone; attach the accelerators of ${node.name} again`);
  const api = new ApiClient(lab.kubeconfig);
  try {
    await until(
      durations.accelerators,
      async () => {
        const status = readJson(paths.status) as DriverStatus | undefined;
        if (status?.error) throw new Error(`the kubelet of ${node.name} refused driver ${name}: ${status.error}`);
        if ((await running(lab.name, name)) !== pid)
          throw new Error(`driver ${name} ended: ${await logTail(lab.name, name)}`);
        return status?.pid === pid && status.registered && (await visible(api, config)) ? true : undefined;
      },
      async () =>
        new Error(
          `driver ${name} does not serve after ${durations.accelerators} s; its log ends: ${await logTail(lab.name, name)}`,
        ),
    );
  } finally {
    api.close();
  }
}

/** Stops it; slices, devices and prepared claims stay as they are. */
export async function stopDriver(lab: LabNames, node: NodeNames, persona: PersonaId): Promise<void> {
  await stop(lab.name, driverProcess(node, persona));
}

/** The persona's configuration on a node; undefined where it has none. */
export function driverOf(node: NodeNames, persona: PersonaId): DriverConfig | undefined {
  return readJson(driverPaths(node, persona).config) as DriverConfig | undefined;
}

async function detachPersona(lab: LabNames, node: NodeNames, id: PersonaId): Promise<void> {
  const paths = driverPaths(node, id);
  const config = readJson(paths.config) as DriverConfig | undefined;
  await stopExporter(lab, node, id);
  await stopDriver(lab, node, id);
  if (config) await withdraw(lab, config);
  for (const path of [paths.config, paths.checkpoint, paths.status]) await rm(path, { force: true });
  await rm(pluginFolder(node.kubeletRoot, personas[id].driver), { recursive: true, force: true });
}

/** A plugin's resource stands in the node's status for a moment longer; DRA must not serve the same devices beside it. */
async function resourceGone(lab: LabNames, node: NodeNames, id: PersonaId): Promise<void> {
  const { resource } = personas[id];
  const api = new ApiClient(lab.kubeconfig);
  try {
    await until(
      durations.accelerators,
      async () => (Number(await allocatable(api, node.nodeName, resource)) > 0 ? undefined : true),
      () => new Error(`${node.name} still offers ${resource} ${durations.accelerators} s after its plugin stopped`),
    );
  } finally {
    api.close();
  }
}

async function allocatable(api: ApiClient, node: string, resource: string): Promise<string> {
  const object = await api.request<{ status: { allocatable?: Record<string, string> } }>(
    "GET",
    `/api/v1/nodes/${node}`,
  );
  return object.status.allocatable?.[resource] ?? "0";
}

/** Takes what the driver said about the node out of the API, where there still is one. */
async function withdraw(lab: LabNames, config: DriverConfig): Promise<void> {
  const persona = personas[config.persona];
  try {
    const api = new ApiClient(lab.kubeconfig);
    try {
      if (config.access === "dra") {
        await deleteSlices(api, persona.driver, config.node);
        await removeUnusedDeviceClass(api, persona);
      }
      await unlabelNode(api, persona, config);
    } finally {
      api.close();
    }
  } catch (error) {
    // Without an API server, or without the node in it, there is nothing to withdraw.
    const { code } = error as NodeJS.ErrnoException;
    if (!isStatus(error, 404) && code !== "ECONNREFUSED" && code !== "ENOENT") throw error;
  }
}

async function visible(api: ApiClient, config: DriverConfig): Promise<boolean> {
  const persona = personas[config.persona];
  if (config.access === "dra") {
    const { items } = await slicesOf(api, persona.driver, config.node);
    return items.some(({ spec }) => spec.devices.length === config.slots.length);
  }
  return (await allocatable(api, config.node, persona.resource)) === String(config.slots.length);
}
