import { availableParallelism, totalmem } from "node:os";
import type { PersonaId } from "../accelerators/persona.js";
import { personas } from "../accelerators/personas/index.js";
import type { LabState } from "../state.js";

/** A kind of machine that can be had on demand. Each is the host in truth, so all are of one size. */
export interface MachineType {
  /** Value of the label INSTANCE_TYPE. */
  name: string;
  /** Accelerators in it. */
  devices: number;
  /** What an hour costs: an autoscaler takes the cheapest that serves. */
  price: number;
}

export const INSTANCE_TYPE = "node.kubernetes.io/instance-type";

export const PLAIN: MachineType = { name: "karat-plain", devices: 0, price: 1 };
export const ACCELERATED: MachineType = { name: "karat-accelerated", devices: 2, price: 10 };
export const MACHINE_TYPES: readonly MachineType[] = [PLAIN, ACCELERATED];

/** Karpenter's kwok provider puts this before the name of a machine (Node's spec.providerID). */
export const PROVIDER = "kwok://";

/** How the accelerators of machines on demand look: as those of the first node that has any. */
export function elasticPersona({ nodes }: LabState): PersonaId {
  return nodes.find(({ devices }) => devices > 0)?.persona ?? "nvidia";
}

/** What a machine of the type offers to pods, as Node's status.capacity. */
export function capacity({ devices }: MachineType, persona: PersonaId): Record<string, string> {
  return {
    cpu: String(availableParallelism()),
    memory: `${Math.floor(totalmem() / 1024 ** 2)}Mi`,
    "ephemeral-storage": "20Gi",
    ...(devices > 0 ? { [personas[persona].resource]: String(devices) } : {}),
  };
}
