import { createHash } from "node:crypto";
import { closeSync, lstatSync, opendirSync, readSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../record/chain.js";
import { RecordError } from "../record/error.js";
import type { DerivedFile, Event } from "../record/events.js";
import { openPlain, readPlain } from "../record/files.js";
import { fold, type RunState } from "../record/fold.js";
import { BLOBS, EVENTS, isBlobName, isDerivedPath, PARTIAL } from "../record/layout.js";
import { Limits } from "../record/limits.js";
import { isLock, mayLive } from "../record/lock.js";
import type { RecordReader } from "../record/reader.js";
import type { Doubt, Problem } from "./verification.js";

/** What the record's own hashes say about it. */
export interface Integrity {
  /** Absent when the chain is broken: no verdict can be read off it. */
  state?: RunState;
  blobs: number;
  /** Bytes of events and blobs. */
  bytes: number;
  problems: Problem[];
  doubts: Doubt[];
}

/** Holds every byte of a record's folder against the chain: events, blobs, derived files, and that nothing else is there. */
export function integrity(reader: RecordReader): Integrity {
  const found: Integrity = { blobs: 0, bytes: 0, problems: [], doubts: [] };
  const named = new Map<string, number>();
  try {
    found.state = fold(noting(reader.events(), named));
    found.bytes += reader.end?.offset ?? 0;
  } catch (error) {
    found.problems.push(asProblem(error));
  }
  if (reader.tail) found.problems.push(tailProblem(reader.tail));
  for (const [hash, size] of named) {
    try {
      found.bytes += reader.blob({ sha256: hash, size }).length;
      found.blobs++;
    } catch (error) {
      found.problems.push(asProblem(error));
    }
  }
  for (const file of found.state?.files ?? []) {
    const problem = derivedProblem(reader.dir, file);
    if (problem) found.problems.push(problem);
  }
  examineFolder(reader.dir, found, named);
  return found;
}

export function asProblem(error: unknown): Problem {
  if (!(error instanceof RecordError)) throw error;
  const { code, message, place, next } = error;
  return { code, what: message, ...(place ? { place } : {}), ...(next ? { next } : {}) };
}

/** Blobs of every attempt count, also of those that a later attempt replaced. */
function* noting(events: Iterable<Event>, named: Map<string, number>): Generator<Event> {
  for (const event of events) {
    const blob = "observation" in event ? event.observation.blob : undefined;
    if (blob) named.set(blob.sha256, blob.size);
    yield event;
  }
}

function tailProblem({ line, offset, bytes }: { line: number; offset: number; bytes: Buffer }): Problem {
  return {
    code: "altered",
    what: `${EVENTS} line ${line} (byte ${offset}) is cut short: ${bytes.length} bytes without the newline that ends a line`,
    place: { file: EVENTS, line, seq: line, offset },
    next: "if the run was killed, go on with `karat run --resume DIR`; otherwise get the record again from its source",
  };
}

function derivedProblem(dir: string, file: DerivedFile): Problem | undefined {
  const place = { file: file.path };
  if (!isDerivedPath(file.path)) {
    return { code: "unsafe-file", what: `the record names ${JSON.stringify(file.path)} as its own file`, place };
  }
  try {
    if (!lstatSync(join(dir, file.path), { throwIfNoEntry: false })) {
      return {
        code: "missing-blob",
        what: `${file.path} is missing`,
        place,
        next: "write it again with `karat report DIR`",
      };
    }
    const hash = hashOf(join(dir, file.path), file.path);
    if (hash === file.sha256) return undefined;
    const what = `${file.path} was altered after it was written`;
    return {
      code: "altered",
      what,
      place: { ...place, expected: file.sha256, found: hash },
      next: "write it again with `karat report DIR`",
    };
  } catch (error) {
    return asProblem(error);
  }
}

function hashOf(path: string, name: string): string {
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

/** Walks the folder without following links; only as many files as a record may have. */
function examineFolder(dir: string, found: Integrity, named: ReadonlyMap<string, number>): void {
  const derived = new Set(found.state?.files.map((file) => file.path).filter(isDerivedPath));
  const folders = new Set(["blobs", BLOBS, ...[...derived].flatMap(parents)]);
  let seen = 0;
  for (const pending = [""]; pending.length > 0;) {
    const folder = pending.pop() ?? "";
    const listing = opendirSync(join(dir, folder));
    try {
      for (let entry = listing.readSync(); entry; entry = listing.readSync()) {
        const path = folder ? `${folder}/${entry.name}` : entry.name;
        if (++seen > Limits.files) {
          found.problems.push({ code: "too-large", what: `the folder holds more than ${Limits.files} files` });
          return;
        }
        if (entry.isDirectory() && folders.has(path)) pending.push(path);
        else examineEntry(dir, path, entry.isFile(), { found, named, derived });
      }
    } finally {
      listing.closeSync();
    }
  }
}

function examineEntry(
  dir: string,
  path: string,
  plain: boolean,
  { found, named, derived }: { found: Integrity; named: ReadonlyMap<string, number>; derived: ReadonlySet<string> },
): void {
  const place = { file: path };
  const name = path.startsWith(`${BLOBS}/`) ? path.slice(BLOBS.length + 1) : undefined;
  if (plain && (path === EVENTS || derived.has(path) || (name !== undefined && named.has(name)))) return;
  if (plain && isLock(path) && mayLive(dir, path)) {
    found.doubts.push({ code: "in-use", what: "a karat is still writing this record" });
    return;
  }
  if (plain && (isLock(path) || (name !== undefined && name.endsWith(PARTIAL)))) {
    const what = `${path} was left by a writer that was killed`;
    found.problems.push({
      code: "extra-file",
      what,
      place,
      next: "go on with `karat run --resume DIR`, which clears it away",
    });
    return;
  }
  if (!found.state) {
    // Which files belong is known only from a whole chain; that a blob has its own hash is known always.
    if (plain && name !== undefined && isBlobName(name)) found.problems.push(...strayBlobProblem(dir, path, name));
    return;
  }
  const what = plain
    ? `${path} is named by nothing in the record`
    : `${path} is a link, a folder or no plain file, and no part of a record`;
  found.problems.push({
    code: plain ? "extra-file" : "unsafe-file",
    what,
    place,
    next: "remove it, or find out who put it there",
  });
}

function strayBlobProblem(dir: string, path: string, name: string): Problem[] {
  try {
    const found = sha256(readPlain(join(dir, path), path, Limits.blob));
    if (found === name) return [];
    return [
      {
        code: "altered",
        what: `${path} was altered after it was written`,
        place: { file: path, expected: name, found },
      },
    ];
  } catch (error) {
    return [asProblem(error)];
  }
}

function parents(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
