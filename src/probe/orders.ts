import type { ApiObject } from "../record/facts.js";
import { readScript, runScript } from "./script.js";

/** The script that runs in the container; see its head for what it needs and prints. */
const SCRIPT = readScript("probe.sh");

/** A device by the kernel's numbers. */
export interface DeviceNumber {
  type: "block" | "char";
  major: number;
  minor: number;
}

/** /dev/null: whoever may make device nodes may make this one and open it, so a refusal of another is about that other. */
export const NULL_DEVICE: DeviceNumber = { type: "char", major: 1, minor: 3 };

/** What a probe is to do besides looking around. */
export interface ProbeOrders {
  /** Shell patterns of device files to open. */
  open: readonly string[];
  /** Shell patterns of environment variables to print; nothing secret may match. */
  environment?: readonly string[];
  /** Shell patterns of files to print, the first 4 KiB of each. */
  read?: readonly string[];
  /** Devices to make nodes of and open; NULL_DEVICE is always tried first. Needs root and CAP_MKNOD. */
  make?: readonly DeviceNumber[];
  /** File to write the numbers of the devices to that `open` found. */
  tell?: string;
  /** File to take more devices to make from, once another container has written it. */
  hear?: string;
  /** Shell commands to run after the last line; what they print is lost. */
  after?: string;
  /** Seconds to stay after the last line. */
  stay?: number;
}

/** Turns a container of a manifest into a probe. What the manifest says of image, security and resources stays. */
export function equip(container: ApiObject, orders: ProbeOrders): void {
  const made = orders.make || orders.hear ? [NULL_DEVICE, ...(orders.make ?? [])] : [];
  runScript(container, SCRIPT, {
    KARAT_OPEN: orders.open.join(" "),
    KARAT_ENVIRONMENT: orders.environment?.join(" "),
    KARAT_READ: orders.read?.join(" "),
    KARAT_MAKE: made.map(({ type, major, minor }) => `${type === "block" ? "b" : "c"}:${major}:${minor}`).join(" "),
    KARAT_TELL: orders.tell,
    KARAT_HEAR: orders.hear,
    KARAT_AFTER: orders.after,
    KARAT_STAY: orders.stay === undefined ? undefined : String(orders.stay),
  });
}
