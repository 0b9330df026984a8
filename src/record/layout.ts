import { join } from "node:path";
import { RecordError } from "./error.js";
import { Limits } from "./limits.js";

/** The files of a record, below its folder. */
export const EVENTS = "events.ndjson";
export const BLOBS = "blobs/sha256";

/** A blob that is being written; one that stays behind belongs to a writer that was killed. */
export const PARTIAL = ".partial";

const HEX64 = /^[0-9a-f]{64}$/;

export function isBlobName(name: string): boolean {
  return HEX64.test(name);
}

/** The blob's path in `dir`. Only 64 lower-case hex digits name a blob: anything else could leave the folder. */
export function blobPath(dir: string, sha256: string): string {
  if (!isBlobName(sha256)) {
    throw new RecordError("unsafe-file", `${JSON.stringify(sha256.slice(0, 80))} is not the name of a blob`, {
      next: "the record was not written by karat; do not trust it",
    });
  }
  return join(dir, BLOBS, sha256);
}

/** Whether `path` may name a derived file: relative, with forward slashes, inside the folder and apart from the record. */
export function isDerivedPath(path: string): boolean {
  if (path.length > Limits.path) return false;
  const parts = path.split("/");
  const plain = parts.every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part));
  return plain && parts[0] !== EVENTS && parts[0] !== "blobs";
}
