import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** How long to wait before a pipe is looked into again, milliseconds. */
const PATIENCE = 20;

/**
 * The bytes of a file that a person named; links are followed, and a pipe is read for as long as somebody writes to it.
 * @throws Error of node:fs, or one for more bytes than `limit`, or for a pipe that nobody writes to
 */
export function readLimited(file: string, limit: number): Buffer {
  // To open a pipe that nobody writes to would else wait for ever.
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) throw new Error("it is a folder");
    const bytes = Buffer.alloc(limit + 1);
    let done = 0;
    for (let read = 1; read > 0 && done < bytes.length; done += read) read = readWaiting(fd, bytes, done);
    if (done > limit) throw new Error(`it has more than ${limit} bytes`);
    if (done === 0 && stat.isFIFO()) throw new Error("it is a pipe that nobody writes to");
    return bytes.subarray(0, done);
  } finally {
    closeSync(fd);
  }
}

/** One read that waits where a writer has nothing to say yet. */
function readWaiting(fd: number, bytes: Buffer, done: number): number {
  for (;;) {
    try {
      return readSync(fd, bytes, done, bytes.length - done, null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE);
    }
  }
}
