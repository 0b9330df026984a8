import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { LabNames, NodeNames } from "../names.js";
import { type DriverConfig, type Slot, backingFile } from "./driver-config.js";
import { encodeHeader, stableUuid } from "./identity.js";
import { makeLibrary } from "./library.js";
import { type BlockNode, freeLoopDevices, loopOver } from "./loop.js";
import type { Persona } from "./persona.js";

/** Size of a device: the part of its memory that can really be written. What was never written takes no room on the disk. */
const DEVICE_BYTES = 256 * 1024 ** 2;

/** In front of a device, for its header; the rest is memory, which is emptied when its holder is gone. */
export const RESERVED_BYTES = 4096;

/** The block devices of a node's accelerators, those that exist being taken again, and their driver's library. */
export async function makeDevices(
  lab: LabNames,
  node: NodeNames,
  persona: Persona,
  count: number,
): Promise<Pick<DriverConfig, "slots" | "control" | "libraries">> {
  const slots: Slot[] = [];
  for (let slot = 0; slot < count; slot++) {
    const identity = persona.identity(stableUuid(lab.name, node.name, persona.id, slot), slot);
    const device = await makeDevice(backingFile(node, persona.id, slot), encodeHeader(identity));
    slots.push({ slot, name: persona.deviceName?.(slot) ?? `gpu-${slot}`, identity, node: device });
  }
  const versions = new Set(slots.map(({ identity }) => identity.driverVersion));
  const libraries = await Promise.all([...versions].map((version) => makeLibrary(node, persona, version)));
  if (!persona.controlFile) return { slots, libraries };
  return {
    slots,
    libraries,
    control: await makeDevice(backingFile(node, persona.id, "control"), Buffer.from("control\n")),
  };
}

/** Frees the loop devices of all personas of a node and deletes what is behind them. */
export async function removeDevices(node: NodeNames): Promise<void> {
  await freeLoopDevices(node.devices);
  await rm(node.devices, { recursive: true, force: true });
}

/** A file that is there is left alone: whoever holds the device would lose what is in it. */
async function makeDevice(file: string, header: Buffer): Promise<BlockNode> {
  // Only root passes: the device files in it are open to every user.
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "a");
  try {
    const { size } = await handle.stat();
    if (size === 0) {
      await handle.write(header);
      await handle.truncate(DEVICE_BYTES);
    }
  } finally {
    await handle.close();
  }
  return loopOver(file);
}
