import { createHash } from "node:crypto";
import { closeSync, readSync } from "node:fs";
import { openPlain } from "../record/files.js";

/**
 * Hex sha256 of a plain file of any size.
 * @param name the path below the record's folder, for messages
 * @throws RecordError where it is none or cannot be read
 */
export function fileDigest(path: string, name: string): string {
  const { fd } = openPlain(path, name);
  const hash = createHash("sha256");
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  try {
    for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(fd);
  }
  return hash.digest("hex");
}
