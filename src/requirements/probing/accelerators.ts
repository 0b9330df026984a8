import { type Adapter, matchesAny } from "../../accelerators/index.js";
import { type DeviceNode, NULL_DEVICE, type Opening, sameDevice, type Sight } from "../../probe/index.js";

/** An accelerator as a container sees it. */
export interface SeenAccelerator extends DeviceNode {
  opening: Opening | undefined;
  /** What the device itself bears; undefined when it does not show. */
  identity: string | undefined;
}

/** The accelerators whose device files a container has: by their names, wherever they lie. */
export function acceleratorsIn(sight: Sight, adapter: Adapter): SeenAccelerator[] {
  const files = sight.devices.filter(({ path }) => matchesAny(path, adapter.files.device));
  return files.map((file) => {
    const opening = sight.openings.find(({ path }) => path === file.path);
    const head = opening && opening.head.length > 0 ? { head: opening.head } : {};
    const identity = adapter.identify({ file, files: sight.files, ...head });
    return Object.assign({ opening, identity }, file);
  });
}

/** All of the vendor's device files that a container has, shared control files included. */
export function vendorFilesIn(sight: Sight, adapter: Adapter): DeviceNode[] {
  return sight.devices.filter(({ path }) => matchesAny(path, [...adapter.files.device, ...adapter.files.control]));
}

/** The device files of a container that lead to one of these devices, whatever they are called. */
export function filesOf(sight: Sight, devices: readonly DeviceNode[]): DeviceNode[] {
  return sight.devices.filter((file) => devices.some((device) => sameDevice(device, file)));
}

/** The numbers of a vendor's device files, for another container to try; nothing when one of them is /dev/null's. */
export function numbersOf(sight: Sight, adapter: Adapter): DeviceNode[] {
  return vendorFilesIn(sight, adapter).filter((file) => !sameDevice(file, NULL_DEVICE));
}

export function inWords(files: readonly DeviceNode[]): string {
  if (files.length === 0) return "none";
  return files.map(({ path, type, major, minor }) => `${path} (${type} ${major}:${minor})`).join(", ");
}
