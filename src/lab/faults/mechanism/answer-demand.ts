/**
 * Run as: node answer-demand.js KUBECONFIG ANSWER. Does something in the autoscaler's place for each pod that waits for
 * accelerators: orders a machine that has none, or adds a node by hand, which it takes away when it is idle.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ApiClient, isStatus } from "../../accelerators/api-client.js";
import { personas } from "../../accelerators/personas/index.js";
import { ACCELERATED_POOL, PLAIN_POOL, templateOf } from "../../addons/karpenter-pools.js";
import { durations } from "../../durations.js";
import { ACCELERATED, INSTANCE_TYPE, PLAIN, PROVIDER } from "../../elastic/machines.js";
import type { Answer } from "./answer-demand-process.js";

interface Pod {
  metadata: { uid: string };
  spec: { nodeName?: string; containers: { resources?: { limits?: Record<string, string> } }[] };
  status: { phase: string; conditions?: { reason?: string }[] };
}

const POOL = "karpenter.sh/nodepool";
const RESOURCES = Object.values(personas).map(({ resource }) => resource);
const answered = new Set<string>();
const [kubeconfig = "", answer] = process.argv.slice(2);
const api = new ApiClient(kubeconfig);

async function look(): Promise<void> {
  const { items } = await api.request<{ items: Pod[] }>("GET", "/api/v1/pods");
  const users = items.filter((pod) => resourceOf(pod) !== undefined && pod.status.phase !== "Succeeded");
  for (const pod of users.filter((each) => waits(each) && !answered.has(each.metadata.uid))) {
    answered.add(pod.metadata.uid);
    await ANSWERS[answer as Answer](String(resourceOf(pod)));
  }
  if (answer === ("node-by-hand" satisfies Answer)) await removeIdle(new Set(users.map(({ spec }) => spec.nodeName)), users.some(waits)); // prettier-ignore
}

const waits = ({ spec, status }: Pod): boolean =>
  spec.nodeName === undefined && (status.conditions ?? []).some(({ reason }) => reason === "Unschedulable");

const resourceOf = ({ spec }: Pod): string | undefined =>
  RESOURCES.find((resource) => spec.containers.some(({ resources }) => resources?.limits?.[resource] !== undefined));

const ANSWERS: Record<Answer, (resource: string) => Promise<unknown>> = {
  async "plain-machine"() {
    const pool = await api.request<{ metadata: { uid: string } }>(
      "GET",
      `/apis/karpenter.sh/v1/nodepools/${PLAIN_POOL}`,
    );
    const owner = { apiVersion: "karpenter.sh/v1", kind: "NodePool", name: PLAIN_POOL, uid: pool.metadata.uid };
    return api.request("POST", "/apis/karpenter.sh/v1/nodeclaims", {
      apiVersion: "karpenter.sh/v1",
      kind: "NodeClaim",
      metadata: {
        generateName: `${PLAIN_POOL}-`,
        labels: { [POOL]: PLAIN_POOL },
        ownerReferences: [{ ...owner, blockOwnerDeletion: true }],
      },
      spec: templateOf(PLAIN),
    });
  },
  "node-by-hand"(resource) {
    const name = `by-hand-${answered.size}-${process.pid}`;
    return api.request("POST", "/api/v1/nodes", {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "by-hand": "true", [POOL]: ACCELERATED_POOL, [INSTANCE_TYPE]: ACCELERATED.name } },
      spec: {
        providerID: `${PROVIDER}${name}`,
        taints: [{ key: resource, value: "present", effect: "NoSchedule" }],
      },
    });
  },
};

/** Nodes made by hand that nobody uses, once nobody waits for them either. */
async function removeIdle(used: ReadonlySet<string | undefined>, awaited: boolean): Promise<void> {
  if (awaited) return;
  const path = "/api/v1/nodes";
  const { items } = await api.request<{ items: { metadata: { name: string } }[] }>(
    "GET",
    `${path}?labelSelector=by-hand%3Dtrue`,
  );
  for (const { metadata } of items.filter((node) => !used.has(node.metadata.name))) {
    await api.request("DELETE", `${path}/${metadata.name}`).catch((error: unknown) => {
      if (!isStatus(error, 404)) throw error;
    });
  }
}

for (;;) {
  await look().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  await sleep(durations.driverPoll * 1000);
}
