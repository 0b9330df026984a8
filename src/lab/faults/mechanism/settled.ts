import type { PersonaId } from "../../accelerators/persona.js";
import { personas } from "../../accelerators/personas/index.js";
import { type Access, driverOf, startDriver, stopDriver } from "../../accelerators/index.js";
import { durations, until } from "../../durations.js";
import type { Lab } from "../../lab.js";
import type { NodeNames } from "../../names.js";
import { isReady } from "../../node.js";

interface NodeObject {
  spec: { taints?: { key: string }[] };
  status: { conditions?: { type: string; status: string; lastHeartbeatTime?: string }[] };
}

/** Waits until the node said that it is Ready after a moment: what it said before may be out of date. */
export async function nodeSettled(lab: Lab, node: NodeNames, since: Date): Promise<void> {
  await until(
    durations.nodeReady,
    async () => {
      const object = await lab.api.get<NodeObject>(`/api/v1/nodes/${node.name}`).catch(() => undefined);
      const ready = object?.status.conditions?.find(({ type }) => type === "Ready");
      // Times in the API have whole seconds.
      const fresh = Date.parse(ready?.lastHeartbeatTime ?? "") >= Math.ceil(since.getTime() / 1000) * 1000;
      return object && fresh && isReady(object) ? true : undefined;
    },
    () =>
      new Error(
        `${node.name} did not become Ready within ${durations.nodeReady} s; see karat lab logs ${node.name}-kubelet`,
      ),
  );
}

/**
 * Starts a node's kubelet anew, and returns when the node is Ready and the API knows its accelerators again.
 * @param access drivers that are waited for: a DRA driver can't publish while its API is not served
 */
export async function restartKubelet(
  lab: Lab,
  node: NodeNames,
  access: Access[] = ["dra", "device-plugin"],
): Promise<void> {
  const since = new Date();
  await lab.restartOnNode(node.name, "kubelet");
  await nodeSettled(lab, node, since);
  const awaited = personasOn(node).filter((id) => access.includes(driverOf(node, id)?.access as Access));
  for (const persona of awaited) {
    await stopDriver(lab.names, node, persona);
    await startDriver(lab.names, node, persona);
  }
  // The kubelet tells the API of a plugin's devices with its next status; before that, what stands there is old.
  await nodeSettled(lab, node, new Date());
  for (const persona of awaited) await startDriver(lab.names, node, persona);
}

export function personasOn(node: NodeNames): PersonaId[] {
  return (Object.keys(personas) as PersonaId[]).filter((persona) => driverOf(node, persona));
}
