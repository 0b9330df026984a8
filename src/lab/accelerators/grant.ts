import type { DriverConfig, Slot } from "./driver-config.js";
import type { Mount } from "./library.js";
import type { BlockNode } from "./loop.js";
import type { Persona } from "./persona.js";

/** A device file as the container sees it, and what is behind it. */
export interface DeviceFile {
  path: string;
  node: BlockNode;
}

/** What one request of a claim, or one container of a pod with a device plugin, is given. */
export interface Grant {
  env: Record<string, string>;
  files: DeviceFile[];
  libraries: Mount[];
}

export function deviceFiles(persona: Persona, slots: readonly Slot[]): DeviceFile[] {
  return slots.map(({ slot, node }) => ({ path: persona.deviceFile(slot), node }));
}

/** The files of some accelerators, with the persona's control file where it has one. */
export function grantedFiles(persona: Persona, config: DriverConfig, slots: readonly Slot[]): DeviceFile[] {
  const files = deviceFiles(persona, slots);
  if (persona.controlFile && config.control) files.push({ path: persona.controlFile, node: config.control });
  return files;
}
