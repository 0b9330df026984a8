import type { Requests } from "./api-client.js";
import type { Persona } from "./persona.js";
import type { Slot } from "./driver-config.js";

/** Labels that the persona's feature discovery would set on a node with these accelerators. */
export async function labelNode(api: Requests, node: string, persona: Persona, slots: readonly Slot[]): Promise<void> {
  const labels = persona.nodeLabels(slots.map(({ identity }) => identity));
  await api.request("PATCH", `/api/v1/nodes/${node}`, { metadata: { labels } });
}

export async function unlabelNode(
  api: Requests,
  node: string,
  persona: Persona,
  slots: readonly Slot[],
): Promise<void> {
  const labels = persona.nodeLabels(slots.map(({ identity }) => identity));
  // In a merge patch null removes.
  const removed = Object.fromEntries(Object.keys(labels).map((key) => [key, null]));
  await api.request("PATCH", `/api/v1/nodes/${node}`, { metadata: { labels: removed } });
}
