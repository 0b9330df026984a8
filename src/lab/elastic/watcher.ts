import { setTimeout as sleep } from "node:timers/promises";
import { ApiClient } from "../accelerators/api-client.js";
import { Api } from "../api.js";
import { durations } from "../durations.js";
import { labNames } from "../names.js";
import { readState } from "../state.js";
import { elasticPersona, INSTANCE_TYPE, MACHINE_TYPES, PROVIDER } from "./machines.js";
import { boot, shutDown } from "./machine.js";
import { type ElasticNode, freeSlot, readElastic, writeElastic } from "./state.js";

/**
 * Run as: node watcher.js LAB, on the host. Stands for the cloud: whatever Node object an autoscaler makes becomes a
 * real node, and ends with it. It acts on what there is, not on what happened, so that it may be killed at any time.
 */
const [lab = ""] = process.argv.slice(2);
const names = labNames(lab);

/** What is read of a Node (API v1). */
interface NodeObject {
  metadata: { name: string; labels?: Record<string, string> };
  spec: { providerID?: string };
}

/** Machines that are being made or removed, by Node name: one thing at a time each. */
const busy = new Set<string>();
/** Machines that this process has seen to be up. */
const up = new Set<string>();
let machines = new Map<string, NodeObject>();
let api: Api;

function reconcile(): void {
  const nodes = readElastic(names);
  for (const node of nodes) {
    if (!machines.has(node.nodeName)) work(node, () => remove(node));
    else if (!up.has(node.nodeName)) work(node, () => make(node));
  }
  for (const object of machines.values()) {
    if (nodes.some(({ nodeName }) => nodeName === object.metadata.name)) continue;
    allot(object).catch(log);
  }
}

/** Notes which node of the lab stands for a machine, before anything of it is made. */
async function allot({ metadata: { name, labels = {} } }: NodeObject): Promise<void> {
  const state = await readState(lab);
  const type = MACHINE_TYPES.find((each) => each.name === labels[INSTANCE_TYPE]);
  const nodes = readElastic(names);
  const slot = freeSlot(nodes);
  if (state === undefined || nodes.some(({ nodeName }) => nodeName === name)) return;
  if (type === undefined || slot === undefined) {
    log(new Error(`no machine for Node ${name}: ${type ? "all are taken" : "its instance type is unknown"}`));
    return;
  }
  const node: ElasticNode = {
    ...slot,
    nodeName: name,
    devices: type.devices,
    // Karpenter's kwok provider knows no instance types with DRA devices.
    access: "device-plugin",
    persona: elasticPersona(state),
  };
  writeElastic(names, [...nodes, node]);
  reconcile();
}

async function make(node: ElasticNode): Promise<void> {
  const begin = performance.now();
  await boot(lab, node, api);
  up.add(node.nodeName);
  say(`${node.name} is ${node.nodeName}, up after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

async function remove(node: ElasticNode): Promise<void> {
  await shutDown(lab, node);
  up.delete(node.nodeName);
  writeElastic(names, readElastic(names).filter(({ name }) => name !== node.name)); // prettier-ignore
  say(`${node.name} was ${node.nodeName}, which is gone`);
}

/** Does it unless something is being done with that machine, and looks again afterwards. */
function work(node: ElasticNode, task: () => Promise<void>): void {
  if (busy.has(node.nodeName)) return;
  busy.add(node.nodeName);
  task()
    .catch(async (error: unknown) => {
      log(error);
      await sleep(durations.driverRetry * 1000);
    })
    .finally(() => {
      busy.delete(node.nodeName);
      reconcile();
    })
    .catch(log);
}

/** Keeps `machines` what the API server says; returns when a watch ends. */
async function follow(client: ApiClient): Promise<void> {
  const path = "/api/v1/nodes";
  const { metadata, items } = await client.request<{ metadata: { resourceVersion: string }; items: NodeObject[] }>(
    "GET",
    path,
  );
  const own = ({ spec }: NodeObject): boolean => spec.providerID?.startsWith(PROVIDER) ?? false;
  machines = new Map(items.filter(own).map((object) => [object.metadata.name, object]));
  reconcile();
  for await (const { type, object } of client.watch<NodeObject>(
    path,
    metadata.resourceVersion,
    new AbortController().signal,
  )) {
    if (type === "ERROR") return;
    if (!own(object)) continue;
    const known = machines.has(object.metadata.name);
    if (type === "DELETED") machines.delete(object.metadata.name);
    else machines.set(object.metadata.name, object);
    if (known !== machines.has(object.metadata.name)) reconcile();
  }
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}

function log(error: unknown): void {
  say(error instanceof Error ? error.message : String(error));
}

async function main(): Promise<never> {
  api = await Api.from(names.kubeconfig);
  const client = new ApiClient(names.kubeconfig);
  for (;;) {
    await follow(client).catch(log);
    await sleep(durations.driverRetry * 1000);
  }
}

await main();
