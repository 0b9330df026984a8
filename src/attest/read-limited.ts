import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/**
 * The bytes of a file that a person named; links are followed, and pipes are read as well.
 * @throws Error of node:fs, or one for more bytes than `limit`
 */
export function readLimited(file: string, limit: number): Buffer {
  const fd = openSync(file, "r");
  try {
    if (fstatSync(fd).isDirectory()) throw new Error("it is a folder");
    const bytes = Buffer.alloc(limit + 1);
    let done = 0;
    for (let read = 1; read > 0 && done < bytes.length; done += read)
      read = readSync(fd, bytes, done, limit + 1 - done, null);
    if (done > limit) throw new Error(`it has more than ${limit} bytes`);
    return bytes.subarray(0, done);
  } finally {
    closeSync(fd);
  }
}
