import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { sha256 } from "./chain.js";
import { fromFileSystem, RecordError } from "./error.js";
import { readPlain, requireFolder, syncFolder } from "./files.js";
import { blobPath, BLOBS, isBlobName, PARTIAL } from "./layout.js";
import { Limits, tooDeep } from "./limits.js";

export interface BlobRef {
  sha256: string;
  size: number;
}

/** Writes a blob so that it is whole and durable before its name is used. The same bytes are written once. */
export class BlobWriter {
  readonly #dir: string;
  readonly #written = new Set<string>();

  /** @param named blobs that events already name; whatever else lies there is the rest of a killed writer */
  constructor(dir: string, named: ReadonlySet<string> = new Set()) {
    this.#dir = dir;
    // A link here could have us clear away somebody's own files.
    requireFolders(dir);
    mkdirSync(join(dir, BLOBS), { recursive: true });
    for (const name of readdirSync(join(dir, BLOBS))) {
      const blob = name.endsWith(PARTIAL) ? name.slice(0, -PARTIAL.length) : name;
      if (isBlobName(blob) && !named.has(name)) rmSync(join(dir, BLOBS, name), { force: true });
    }
  }

  write(bytes: Buffer): BlobRef {
    if (bytes.length > Limits.blob) {
      throw new RecordError(
        "too-large",
        `an observation of ${bytes.length} bytes; a record takes at most ${Limits.blob}`,
      );
    }
    const ref = { sha256: sha256(bytes), size: bytes.length };
    if (this.#written.has(ref.sha256)) return ref;
    const path = blobPath(this.#dir, ref.sha256);
    const partial = path + PARTIAL;
    try {
      const fd = openSync(partial, "w");
      try {
        for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(partial, path);
      syncFolder(join(this.#dir, BLOBS));
    } catch (error) {
      rmSync(partial, { force: true });
      throw fromFileSystem(error, `cannot write blob ${ref.sha256.slice(0, 12)}`, { file: `${BLOBS}/${ref.sha256}` });
    }
    this.#written.add(ref.sha256);
    return ref;
  }
}

/** A blob's bytes, held against its name and size. */
export function readBlob(dir: string, ref: BlobRef): Buffer {
  const path = blobPath(dir, ref.sha256);
  const file = `${BLOBS}/${ref.sha256}`;
  requireFolders(dir);
  if (!existsSync(path)) {
    throw new RecordError("missing-blob", `${file} is missing`, {
      place: { file, expected: `${ref.size} bytes` },
      next: "the record was copied in part: get it again from its source",
    });
  }
  const bytes = readPlain(path, file, Limits.blob);
  const found = sha256(bytes);
  if (found !== ref.sha256 || bytes.length !== ref.size) {
    throw new RecordError("altered", `${file} was altered after it was written`, {
      place: {
        file,
        expected: `${ref.size} bytes, sha256 ${ref.sha256}`,
        found: `${bytes.length} bytes, sha256 ${found}`,
      },
      next: "do not trust this record; get it again from its source",
    });
  }
  return bytes;
}

function requireFolders(dir: string): void {
  for (const folder of ["blobs", BLOBS]) requireFolder(join(dir, folder), folder);
}

/** A blob's JSON. */
export function parseBlob(bytes: Uint8Array, file: string): unknown {
  if (tooDeep(bytes)) {
    throw new RecordError("too-large", `${file} nests deeper than ${Limits.depth} levels`, { place: { file } });
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw new RecordError("malformed", `${file} is no JSON in UTF-8`, { place: { file }, cause: error });
  }
}
