import { setTimeout as sleep } from "node:timers/promises";
import { durations } from "../durations.js";
import { ApiClient } from "./api-client.js";
import type { ClaimReference } from "./dra/preparer.js";
import { Preparer } from "./dra/preparer.js";
import { serveDra } from "./dra/server.js";
import { ensureDeviceClass } from "./dra/device-class.js";
import { keepPublished, sliceFor } from "./dra/slices.js";
import { DevicePlugin } from "./deviceplugin/plugin.js";
import { PluginServing } from "./deviceplugin/serving.js";
import type { DriverConfig, DriverStatus } from "./driver-config.js";
import { readJson, writeJson } from "./files.js";
import { isHealthy } from "./health.js";
import { labelNode } from "./labels.js";
import type { Persona } from "./persona.js";
import { personas } from "./personas/index.js";

/**
 * The driver process of one node and persona, as a DaemonSet's pod would be on a real cluster: serves the kubelet and
 * publishes in the API what the node has. Argument: its DriverConfig file. Ends on SIGTERM.
 */
async function main(path: string | undefined): Promise<void> {
  const config = path === undefined ? undefined : (readJson(path) as DriverConfig | undefined);
  if (!config) throw new Error("usage: driver CONFIG");
  const stopped = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stopped.abort());
  report(config, { registered: false });
  const api = new ApiClient(config.kubeconfig);
  const persona = personas[config.persona];
  const serveNode = config.access === "dra" ? serveAsDra : serveAsDevicePlugin;
  await serveNode(api, persona, config, stopped.signal);
  api.close();
}

async function serveAsDra(api: ApiClient, persona: Persona, config: DriverConfig, signal: AbortSignal): Promise<void> {
  const preparer = new Preparer(persona, config, (claim) => api.request("GET", claimPath(claim)));
  const server = await serveDra(persona.driver, config.kubeletRoot, preparer, ({ plugin_registered, error }) =>
    report(config, { registered: plugin_registered, ...(error ? { error } : {}) }),
  );
  const wanted = async () => {
    await ensureDeviceClass(api, persona);
    await labelNode(api, persona, config);
    const node = await api.request<{ metadata: { uid: string } }>("GET", `/api/v1/nodes/${config.node}`);
    return sliceFor(persona, config, node.metadata.uid);
  };
  await keepPublished(api, wanted, signal, () => pause(durations.driverRetry, signal), log);
  server.stop();
}

async function serveAsDevicePlugin(
  api: ApiClient,
  persona: Persona,
  config: DriverConfig,
  signal: AbortSignal,
): Promise<void> {
  const plugin = new DevicePlugin(persona, config, isHealthy);
  const serving = new PluginServing(plugin, config.kubeletRoot, persona.resource, `${config.persona}.sock`);
  let registered = false;
  let labelled = false;
  while (!signal.aborted) {
    try {
      const now = await serving.ensureRegistered();
      if (now !== registered) report(config, { registered: now });
      registered = now;
      plugin.checkHealth();
      if (!labelled) await labelNode(api, persona, config);
      labelled = true;
    } catch (error) {
      log(error);
    }
    await pause(registered ? durations.driverPoll : durations.driverRetry, signal);
  }
  serving.stop();
}

function claimPath({ namespace, name }: ClaimReference): string {
  return `/apis/resource.k8s.io/v1/namespaces/${namespace}/resourceclaims/${name}`;
}

function report(config: DriverConfig, status: Omit<DriverStatus, "pid">): void {
  writeJson(config.paths.status, { pid: process.pid, ...status } satisfies DriverStatus);
}

function log(error: unknown): void {
  process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}\n`);
}

/** Ends early, and without an error, when the driver stops. */
async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}

await main(process.argv[2]).catch((error: unknown) => {
  log(error);
  process.exitCode = 1;
});
