import { personas } from "../accelerators/personas/index.js";
import type { Api } from "../api.js";
import { running } from "../process.js";
import type { ElasticNode } from "./state.js";

/**
 * Karpenter's kwok provider lets a Node offer accelerators from the start. Before its plugin serves them they must not
 * be there: the scheduler would place a pod by them, and the kubelet would start it without any.
 */
export async function withdrawOffer(
  lab: string,
  { name, nodeName, persona, devices }: ElasticNode,
  api: Api,
): Promise<void> {
  if (devices === 0 || (await running(lab, `${name}-kubelet`)) !== undefined) return;
  const none = { [personas[persona].resource]: null };
  const body = { status: { capacity: none, allocatable: none } };
  const path = `/api/v1/nodes/${nodeName}/status`;
  const answer = await api.request("PATCH", path, body, "application/merge-patch+json");
  if (answer.status >= 300) throw new Error(`PATCH ${path}: ${answer.status}`);
}
