import { closeSync, constants, fstatSync, fsyncSync, lstatSync, openSync, readSync } from "node:fs";
import { fromFileSystem, RecordError } from "./error.js";

/**
 * Opens a plain file for reading. A record may come from anybody: a link could show any file of this machine, and a
 * pipe would wait for ever (O_NONBLOCK lets the open return).
 * @param name the path below the record's folder, for messages
 */
export function openPlain(path: string, name: string): { fd: number; size: number } {
  const place = { file: name };
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ELOOP" || code === "ENXIO") throw unsafe(name, "it is a link or a socket", error);
    throw fromFileSystem(error, `cannot read ${name}`, place);
  }
  const stat = fstatSync(fd);
  if (stat.isFile()) return { fd, size: stat.size };
  closeSync(fd);
  throw unsafe(name, "it is no plain file");
}

/** The whole of a plain file of at most `limit` bytes. */
export function readPlain(path: string, name: string, limit: number): Buffer {
  const { fd, size } = openPlain(path, name);
  try {
    if (size > limit) {
      throw new RecordError("too-large", `${name} has ${size} bytes; karat writes at most ${limit}`, {
        place: { file: name },
      });
    }
    const bytes = Buffer.allocUnsafe(size);
    let done = 0;
    while (done < size) {
      const read = readSync(fd, bytes, done, size - done, done);
      if (read === 0) break;
      done += read;
    }
    return bytes.subarray(0, done);
  } catch (error) {
    throw error instanceof RecordError ? error : fromFileSystem(error, `cannot read ${name}`, { file: name });
  } finally {
    closeSync(fd);
  }
}

/** @throws RecordError `unsafe-file` when `path` exists and is not itself a folder */
export function requireFolder(path: string, name: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat && !stat.isDirectory()) throw unsafe(name, "it is no folder");
}

/** Makes the names in a folder durable, where the file system knows how and lets us. */
export function syncFolder(path: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY);
    fsyncSync(fd);
  } catch (error) {
    if (!CANNOT_SYNC.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

const CANNOT_SYNC: ReadonlySet<string> = new Set(["EINVAL", "EACCES", "EPERM", "EISDIR"]);

function unsafe(name: string, what: string, cause?: unknown): RecordError {
  return new RecordError("unsafe-file", `${name} cannot be part of a record: ${what}`, {
    place: { file: name },
    next: "the record was not written by karat, or was copied with links; do not trust it",
    cause,
  });
}
