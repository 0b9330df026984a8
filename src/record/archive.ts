import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { packTar, unpackTar, type TarEntry } from "modern-tar";
import { fromFileSystem, RecordError } from "./error.js";
import { readPlain } from "./files.js";
import { fold } from "./fold.js";
import { BLOBS, EVENTS, isBlobName, isDerivedPath } from "./layout.js";
import { Limits } from "./limits.js";
import { isLock } from "./lock.js";
import { RecordReader } from "./reader.js";

/** Characters of a line of base64 (RFC 2045, section 6.8); `base64 -d` reads them. */
const WIDTH = 76;

/** What base64 is not made of; the line ends may be CRLF, as a checkout of git may turn them into. */
const NOT_BASE64 = /[^A-Za-z0-9+/=\r\n]/;

/** Every entry as if written at the epoch, by nobody: the same record gives the same text. */
const NEUTRAL = { type: "file", mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 } as const;

/**
 * A whole record as one text, for places that take neither its hundreds of files nor names without an ending: a tar
 * archive, gzipped, in base64. `base64 -d record.txt | tar xz` unpacks it without karat. Holds the events, the blobs
 * that they name and the reports that lie beside them: what `karat verify` asks of a record.
 * @throws RecordError whatever is wrong with the record, and `too-large`
 */
export async function packRecord(dir: string): Promise<string> {
  const entries: TarEntry[] = [];
  let size = 0;
  for (const path of paths(new RecordReader(dir))) {
    const bytes = readPlain(join(dir, path), path, path === EVENTS ? Limits.events : Limits.blob);
    size += bytes.length;
    if (size > Limits.archive) throw tooLarge("the record");
    entries.push({ header: { ...NEUTRAL, name: path, size: bytes.length }, body: bytes });
  }
  const packed = gzipSync(await packTar(entries), { level: constants.Z_BEST_COMPRESSION }).toString("base64");
  return packed.replace(new RegExp(`.{1,${WIDTH}}`, "g"), "$&\n");
}

/** A record's files in a fixed order. */
function paths(reader: RecordReader): string[] {
  const blobs = new Set<string>();
  const events = [...reader.events()];
  for (const event of events) {
    if ("observation" in event && event.observation.blob) blobs.add(event.observation.blob.sha256);
  }
  const derived = fold(events).files.map(({ path }) => path);
  return [EVENTS, ...[...blobs].toSorted().map((name) => `${BLOBS}/${name}`), ...derived.filter(isDerivedPath)];
}

/**
 * Unpacks what `packRecord` made, or somebody says it made: into an empty folder, nothing outside it, no links, and not
 * more than a record may hold. Whether it is a sound record, `verify` says.
 * @throws RecordError `malformed`, `unsafe-file`, `too-large`
 */
export async function unpackRecord(text: Uint8Array, dir: string): Promise<void> {
  for (const { path, bytes } of await filesIn(text)) {
    const target = join(dir, path);
    try {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes, { flag: "wx" });
    } catch (error) {
      const twice = (error as NodeJS.ErrnoException).code === "EEXIST";
      throw twice ? malformed(`it holds ${path} twice`, error) : fromFileSystem(error, `cannot write ${path}`);
    }
  }
}

/** All of it is looked at before anything is written. */
async function filesIn(text: Uint8Array): Promise<{ path: string; bytes: Uint8Array }[]> {
  const base64 = Buffer.from(text.buffer, text.byteOffset, text.length).toString("latin1");
  if (NOT_BASE64.test(base64)) throw malformed("it is no base64");
  const entries = await unpackTar(gunzipped(Buffer.from(base64, "base64")), { strict: true }).catch(
    (error: unknown) => {
      throw malformed("it is no tar archive", error);
    },
  );
  if (entries.length > Limits.files) throw tooLarge("the packed record");
  return entries.map(({ header: { name, type }, data }) => {
    const plain = (type ?? "file") === "file" && data !== undefined;
    if (plain && belongs(name)) return { path: name, bytes: data };
    throw new RecordError(
      "unsafe-file",
      `the packed record holds ${JSON.stringify(name.slice(0, 200))}, which no record has`,
      {
        next: "it was not packed by karat; do not trust it",
      },
    );
  });
}

function belongs(path: string): boolean {
  const [folder, name] = [path.slice(0, BLOBS.length + 1), path.slice(BLOBS.length + 1)];
  return path === EVENTS || (folder === `${BLOBS}/` && isBlobName(name)) || (isDerivedPath(path) && !isLock(path));
}

function gunzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: Limits.archive });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge("the packed record");
    throw malformed("it is not gzipped", error);
  }
}

function tooLarge(what: string): RecordError {
  return new RecordError("too-large", `${what} has more than ${Limits.archive / 1024 ** 2} MiB in its files`);
}

function malformed(what: string, cause?: unknown): RecordError {
  return new RecordError("malformed", `this is no packed record: ${what}`, {
    next: "get it again from its source, and keep it as it is (no editor, no conversion)",
    cause,
  });
}
