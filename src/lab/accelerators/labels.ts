import { advertisedLabels } from "./advertised.js";
import type { Requests } from "./api-client.js";
import type { DriverConfig } from "./driver-config.js";
import type { Persona } from "./persona.js";
import { readSwitches } from "./switches.js";

/** Labels that the persona's feature discovery would set on a node with these accelerators, and none that it would not. */
export async function labelNode(api: Requests, persona: Persona, config: DriverConfig): Promise<void> {
  const labels = advertisedLabels(persona, config.slots, readSwitches(config.paths.switches));
  await patch(api, config.node, { ...removed(persona, config), ...labels });
}

export async function unlabelNode(api: Requests, persona: Persona, config: DriverConfig): Promise<void> {
  await patch(api, config.node, removed(persona, config));
}

/** In a merge patch null removes. */
function removed(persona: Persona, config: DriverConfig): Record<string, null> {
  const all = advertisedLabels(persona, config.slots, {});
  return Object.fromEntries(Object.keys(all).map((key) => [key, null]));
}

async function patch(api: Requests, node: string, labels: Record<string, string | null>): Promise<void> {
  await api.request("PATCH", `/api/v1/nodes/${node}`, { metadata: { labels } });
}
