import type { DeviceNumber } from "./orders.js";

/** What came of one system call in the container. */
export type Attempt = { done: true } | { done: false; error: string };

/** A device file that the probe found, wherever in the container it lies. */
export interface DeviceNode extends DeviceNumber {
  path: string;
}

/** A device file that the probe tried to open. */
export interface Opening {
  path: string;
  read: Attempt;
  write: Attempt;
  /** At most 512 bytes; empty when none could be read. */
  head: Uint8Array;
}

/** A device node that the probe made itself, and then tried to open. */
export interface Made extends DeviceNumber {
  mknod: Attempt;
  /** Absent when there was nothing to open. */
  read?: Attempt;
  write?: Attempt;
}

/** All that one container's probe saw. */
export interface Sight {
  container: string;
  podUid: string;
  node: string;
  /** `uname -srm`. */
  kernel: string;
  /** Effective capabilities, a bit each (capability.h). */
  capabilities: bigint;
  /** All device files outside /proc and /sys. */
  devices: DeviceNode[];
  openings: Opening[];
  made: Made[];
  environment: Map<string, string>;
  files: Map<string, string>;
  /** Mount points outside /proc and /sys. */
  mounts: string[];
}

/** Whether the kernel refused for want of permission; any other error shows that the call had got past that. */
export function refused(attempt: Attempt): boolean {
  // EPERM from the device cgroup, EACCES from SELinux and its like; strerror(3) in the C locale.
  return !attempt.done && /(?:^|: )(?:Operation not permitted|Permission denied)$/.test(attempt.error);
}

export function sameDevice(a: DeviceNumber, b: DeviceNumber): boolean {
  return a.type === b.type && a.major === b.major && a.minor === b.minor;
}
