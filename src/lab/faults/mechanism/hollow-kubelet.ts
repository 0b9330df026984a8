/**
 * Run as: node hollow-kubelet.js CONFIG, in a node's network namespace. Says all that a kubelet says, with the node's own
 * credentials, and does nothing of it: the lease is renewed, the node is Ready, pods run, those that should end succeed,
 * and logs are empty.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiClient, isStatus } from "../../accelerators/api-client.js";
import { readJson } from "../../accelerators/files.js";
import { durations } from "../../durations.js";

export interface HollowKubelet {
  node: string;
  ip: string;
  podCidr: string;
  kubeconfig: string;
  /** Serving certificate of the node. */
  cert: string;
  key: string;
  /** What the node says that it offers, where no kubelet has said so before. */
  capacity?: Record<string, string>;
}

interface Pod {
  metadata: { name: string; namespace: string; deletionTimestamp?: string };
  spec: { restartPolicy: string; containers: Container[]; initContainers?: Container[] };
  status: { phase: string; startTime?: string; podIP?: string; conditions?: { type: string }[] };
}

interface Container {
  name: string;
  image: string;
}

interface NodeObject {
  status: {
    conditions?: { type: string; status: string; reason: string; message: string; lastHeartbeatTime: string }[];
  };
}

const KUBELET_PORT = 10250;
const LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

async function main(path: string): Promise<void> {
  const config = readJson(path) as HollowKubelet | undefined;
  if (!config) throw new Error(`${path} is not there`);
  const api = new ApiClient(config.kubeconfig);
  serveEmptyLogs(config);
  await Promise.all([forever(() => sayReady(api, config)), forever(() => pretendPods(api, config))]);
}

/** The API server asks here for logs and exec. */
function serveEmptyLogs({ ip, cert, key }: HollowKubelet): void {
  createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
    response.writeHead(request.url?.startsWith("/containerLogs/") ? 200 : 404).end();
  }).listen(KUBELET_PORT, ip);
}

async function sayReady(api: ApiClient, { node, ip, capacity }: HollowKubelet): Promise<void> {
  const now = new Date().toISOString();
  const spec = { holderIdentity: node, leaseDurationSeconds: 40, renewTime: now.replace("Z", "000Z") };
  await api.request("PATCH", `${LEASES}/${node}`, { spec }).catch(async (error: unknown) => {
    if (!isStatus(error, 404)) throw error;
    const metadata = { name: node, namespace: "kube-node-lease" };
    await api.request("POST", LEASES, { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec });
  });
  const object = await api.request<NodeObject>("GET", `/api/v1/nodes/${node}`);
  const conditions = (object.status.conditions ??= []);
  const ready = { type: "Ready", status: "True", reason: "KubeletReady", message: "", lastTransitionTime: now };
  // A Node that no kubelet has spoken for yet says nothing about itself.
  if (!conditions.some(({ type }) => type === "Ready")) conditions.push({ ...ready, lastHeartbeatTime: now });
  for (const condition of conditions) {
    condition.lastHeartbeatTime = now;
    if (condition.type === "Ready") Object.assign(condition, { status: "True", reason: "KubeletReady" });
  }
  const addresses = [{ type: "InternalIP", address: ip }];
  if (capacity) Object.assign(object.status, { capacity, allocatable: capacity, addresses });
  await api.request("PUT", `/api/v1/nodes/${node}/status`, object);
  await sleep(durations.hollowHeartbeat * 1000);
}

async function pretendPods(api: ApiClient, config: HollowKubelet): Promise<void> {
  const path = `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${config.node}`)}`;
  const { metadata, items } = await api.request<{ metadata: { resourceVersion: string }; items: Pod[] }>("GET", path);
  for (const pod of items) pretend(api, pod, config);
  for await (const { type, object } of api.watch<Pod>(path, metadata.resourceVersion, new AbortController().signal)) {
    if (type === "ADDED" || type === "MODIFIED") pretend(api, object, config);
    if (type === "ERROR") return;
  }
}

/** Does not wait: pods begin and end side by side. */
function pretend(api: ApiClient, pod: Pod, config: HollowKubelet): void {
  pretendOne(api, pod, config).catch((error: unknown) => {
    if (!isStatus(error, 404)) process.stderr.write(`${pod.metadata.name}: ${String(error)}\n`);
  });
}

async function pretendOne(api: ApiClient, pod: Pod, config: HollowKubelet): Promise<void> {
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`;
  if (pod.metadata.deletionTimestamp) {
    await api.request("DELETE", path, { gracePeriodSeconds: 0 });
  } else if (pod.status.phase === "Pending") {
    await api.request("PATCH", `${path}/status`, { status: running(pod, config) });
  } else if (pod.status.phase === "Running" && pod.spec.restartPolicy !== "Always") {
    await sleep(durations.hollowRun * 1000);
    await api.request("PATCH", `${path}/status`, { status: succeeded(pod) });
  }
}

function running(pod: Pod, { ip, podCidr }: HollowKubelet): object {
  const now = new Date().toISOString();
  const podIP = podCidr.replace(/\d+\/\d+$/, String(2 + Math.floor(Math.random() * 250)));
  return {
    phase: "Running",
    startTime: now,
    hostIP: ip,
    hostIPs: [{ ip }],
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: conditions(pod, "True"),
    ...statuses(pod, { running: { startedAt: now } }, true),
  };
}

function succeeded(pod: Pod): object {
  const now = new Date().toISOString();
  const terminated = { exitCode: 0, reason: "Completed", startedAt: pod.status.startTime ?? now, finishedAt: now };
  return { phase: "Succeeded", conditions: conditions(pod, "False"), ...statuses(pod, { terminated }, false) };
}

/** The scheduler's stays as it is. */
function conditions(pod: Pod, ready: "True" | "False"): object[] {
  const mine = ["PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready"];
  const others = (pod.status.conditions ?? []).filter(({ type }) => !mine.includes(type));
  const lastTransitionTime = new Date().toISOString();
  return [
    ...others,
    ...mine.map((type) => ({ type, status: type === "Initialized" ? "True" : ready, lastTransitionTime })),
  ];
}

function statuses(pod: Pod, state: object, ready: boolean): object {
  const done = { terminated: { exitCode: 0, reason: "Completed" } };
  const status = ({ name, image }: Container, at: number, is: object, isReady: boolean) => ({
    name,
    image,
    imageID: `${image}@sha256:${"0".repeat(64)}`,
    containerID: `containerd://${`${pod.metadata.name}-${at}`.replaceAll(/[^0-9a-f]/g, "0").padStart(64, "0")}`,
    restartCount: 0,
    ready: isReady,
    started: isReady,
    state: is,
  });
  return {
    containerStatuses: pod.spec.containers.map((container, at) => status(container, at, state, ready)),
    initContainerStatuses: pod.spec.initContainers?.map((container, at) => status(container, at, done, true)),
  };
}

/** Again and again; what fails is tried again after a moment. */
async function forever(work: () => Promise<void>): Promise<never> {
  for (;;) {
    await work().catch(async (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      await sleep(durations.driverRetry * 1000);
    });
  }
}

await main(process.argv[2] as string);
