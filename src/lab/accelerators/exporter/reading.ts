import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { backingFile, type BlockNode } from "../loop.js";

/** What the kernel has counted of one device, and how much of it is written. */
export interface Reading {
  /** Milliseconds of a clock that only goes on. */
  at: number;
  /** Milliseconds in which the device had work to do. */
  busy: number;
  /** Bytes that were read from it, and written to it, since it was made. */
  sent: number;
  received: number;
  /** Bytes that its backing file takes, the file system's own bookkeeping included. */
  stored: number;
}

const SECTOR = 512;

/** Bytes a block in st_blocks, whatever the file system's own are (stat(2)). */
const BLOCK = 512;

/** Counters as in the kernel's Documentation/block/stat.rst; of the backing file, which is sparse, what takes room. */
export function readDevice(node: BlockNode): Reading {
  const fields = readFileSync(`/sys/block/${basename(node.loop)}/stat`, "utf8")
    .trim()
    .split(/\s+/)
    .map(Number);
  const { blocks } = statSync(backingFile(node));
  return {
    at: performance.now(),
    busy: fields[9] ?? 0,
    sent: (fields[2] ?? 0) * SECTOR,
    received: (fields[6] ?? 0) * SECTOR,
    stored: blocks * BLOCK,
  };
}
