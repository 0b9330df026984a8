import { closeSync, openSync, readSync } from "node:fs";
import type { Slot } from "./driver-config.js";
import { HEADER_BYTES, decodeHeader } from "./identity.js";

/** Whether the accelerator answers as the one that it should be. */
export function isHealthy(slot: Slot): boolean {
  const bytes = Buffer.alloc(HEADER_BYTES);
  try {
    const file = openSync(slot.node.loop, "r");
    try {
      readSync(file, bytes, 0, HEADER_BYTES, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return decodeHeader(bytes)?.uuid === slot.identity.uuid;
}
