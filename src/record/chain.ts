import { createHash } from "node:crypto";
import type { EventBody } from "./events.js";

/** `prev` of the first event. */
export const GENESIS = "0".repeat(64);

const HASH_OPEN = ',"hash":"';
const HASH_CLOSE = '"}';
/** Bytes of `,"hash":"<64 hex>"}`. */
const SUFFIX = HASH_OPEN.length + 64 + HASH_CLOSE.length;

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** One line of events.ndjson, without its newline, and its hash. */
export function seal(seq: number, prev: string, at: string, body: EventBody): { line: string; hash: string } {
  const head = JSON.stringify({ seq, prev, at, ...body }).slice(0, -1);
  const hash = sha256(head);
  return { line: `${head}${HASH_OPEN}${hash}${HASH_CLOSE}`, hash };
}

/** Splits a line's bytes into what is hashed and the hash it claims; undefined when it does not end in one. */
export function unseal(line: Uint8Array): { hashed: Uint8Array; hash: string } | undefined {
  if (line.length <= SUFFIX) return undefined;
  const suffix = Buffer.from(line.buffer, line.byteOffset + line.length - SUFFIX, SUFFIX).toString("latin1");
  const hash = suffix.slice(HASH_OPEN.length, -HASH_CLOSE.length);
  if (!suffix.startsWith(HASH_OPEN) || !suffix.endsWith(HASH_CLOSE) || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  return { hashed: line.subarray(0, line.length - SUFFIX), hash };
}

/** Where the chain stands: what the next event must follow. */
export interface Link {
  seq: number;
  hash: string;
}

/** The first event's: so that seq is also the number of the line. */
export const FIRST_SEQ = 1;
