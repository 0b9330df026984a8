import { join } from "node:path";
import { durations } from "../../durations.js";
import type { DriverConfig } from "../driver-config.js";
import { call, connect, service } from "../grpc.js";
import type { Persona } from "../persona.js";

/** The container that an accelerator was given to. */
export interface Holder {
  namespace: string;
  pod: string;
  container: string;
}

interface PodResources {
  name: string;
  namespace: string;
  containers: {
    name: string;
    devices: { resource_name: string; device_ids: string[] }[];
    dynamic_resources: { claim_resources: { driver_name: string; pool_name: string; device_name: string }[] }[];
  }[];
}

/** Asks a node's kubelet who holds its accelerators, as exporters do (pod resources API). */
export class Holders {
  readonly #client;

  constructor(kubeletRoot: string) {
    this.#client = connect(
      service("podresources", "v1.PodResourcesLister"),
      join(kubeletRoot, "pod-resources", "kubelet.sock"),
    );
  }

  /** By slot; who holds nothing is not in it. @throws the call's error while the kubelet does not answer */
  async list(persona: Persona, config: DriverConfig): Promise<Map<number, Holder>> {
    const { pod_resources } = await call<{ pod_resources: PodResources[] }>(
      this.#client,
      "List",
      {},
      durations.request,
    );
    return holdersIn(pod_resources, persona, config);
  }

  close(): void {
    this.#client.close();
  }
}

/** The kubelet names devices by the plugin's ids, which are UUIDs here, or as ResourceSlices do. */
export function holdersIn(
  pods: readonly PodResources[],
  persona: Pick<Persona, "resource" | "driver">,
  { slots, node }: Pick<DriverConfig, "slots" | "node">,
): Map<number, Holder> {
  const found = new Map<number, Holder>();
  for (const { namespace, name: pod, containers } of pods) {
    for (const { name: container, devices, dynamic_resources } of containers) {
      const plugged = devices.filter(({ resource_name }) => resource_name === persona.resource);
      const claimed = dynamic_resources
        .flatMap(({ claim_resources }) => claim_resources)
        .filter(({ driver_name, pool_name }) => driver_name === persona.driver && pool_name === node);
      for (const { slot, name, identity } of slots) {
        const held =
          plugged.some(({ device_ids }) => device_ids.includes(identity.uuid)) ||
          claimed.some(({ device_name }) => device_name === name);
        if (held) found.set(slot, { namespace, pod, container });
      }
    }
  }
  return found;
}
