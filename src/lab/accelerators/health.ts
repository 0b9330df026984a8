import { closeSync, openSync, readSync } from "node:fs";
import type { Slot } from "./driver-config.js";
import { HEADER_BYTES, decodeHeader } from "./identity.js";
import { backingFile } from "./loop.js";

/**
 * Whether the accelerator is there as the one that it should be: by what the kernel says lies under its device, as to
 * read the device itself would count as its work.
 */
export function isHealthy({ node, identity }: Slot): boolean {
  const bytes = Buffer.alloc(HEADER_BYTES);
  try {
    const file = openSync(backingFile(node), "r");
    try {
      readSync(file, bytes, 0, HEADER_BYTES, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return decodeHeader(bytes)?.uuid === identity.uuid;
}
