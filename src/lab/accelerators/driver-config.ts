import { join } from "node:path";
import type { NodeNames } from "../names.js";
import type { DeviceIdentity } from "./identity.js";
import type { Mount } from "./library.js";
import type { BlockNode } from "./loop.js";
import type { PersonaId } from "./persona.js";

/** How a node serves its accelerators: never both ways at once for one device. */
export type Access = "dra" | "device-plugin";

/** One accelerator of a node: the slot it sits in, who it is, and the block device behind it. */
export interface Slot {
  slot: number;
  /** Name in ResourceSlices, e.g. "gpu-0". */
  name: string;
  identity: DeviceIdentity;
  node: BlockNode;
}

/** All that a driver process must know; written by `attachAccelerators`, read by driver.ts. */
export interface DriverConfig {
  persona: PersonaId;
  access: Access;
  node: string;
  slots: Slot[];
  /** Device behind the persona's control file. */
  control?: BlockNode;
  /** What the driver puts into granted containers besides. */
  libraries: Mount[];
  kubeletRoot: string;
  kubeconfig: string;
  cdi: string;
  paths: DriverPaths;
}

/** A driver's own files; the persona is in every name, so that two drivers of a node never meet. */
export interface DriverPaths {
  config: string;
  /** Claims that the kubelet may still use, for the next start. */
  checkpoint: string;
  status: string;
  /** Fault switches, shared by the node's drivers. */
  switches: string;
}

/** Written by the driver whenever its standing with the kubelet changes. */
export interface DriverStatus {
  pid: number;
  registered: boolean;
  error?: string;
}

export function driverPaths(node: NodeNames, persona: PersonaId): DriverPaths {
  const own = (name: string) => join(node.root, "accelerators", `${persona}-${name}.json`);
  return {
    config: own("config"),
    checkpoint: own("checkpoint"),
    status: own("status"),
    switches: switchesPath(node),
  };
}

export function switchesPath(node: NodeNames): string {
  return join(node.root, "accelerators", "switches.json");
}

/** Name of the driver's process in the lab. */
export function driverProcess(node: NodeNames, persona: PersonaId): string {
  return `${node.name}-${persona}-driver`;
}

export function backingFile(node: NodeNames, persona: PersonaId, slot: number | "control"): string {
  return join(node.devices, `${persona}-${slot}.img`);
}

/** A driver's own folder on the node, by the kubelet's convention. */
export function pluginFolder(kubeletRoot: string, driver: string): string {
  return join(kubeletRoot, "plugins", driver);
}

/** What decides whether a running driver must be started anew. */
export function sameConfig(a: DriverConfig | undefined, b: DriverConfig): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
