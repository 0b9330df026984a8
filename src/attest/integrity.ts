import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { DerivedFile, Event } from "../record/events.js";
import { fold, type RunState } from "../record/fold.js";
import { EVENTS, isDerivedPath } from "../record/layout.js";
import { isLock, mayLive } from "../record/lock.js";
import type { RecordReader } from "../record/reader.js";
import { fileDigest } from "./file-digest.js";
import { asProblem } from "./problem.js";
import { strays } from "./strays.js";
import type { Doubt, Problem } from "./verification.js";

/** What the record's own hashes say about it. */
export interface Integrity {
  /** Absent when the chain is broken: no verdict can be read off it. */
  state?: RunState;
  /** As far as the chain holds. */
  events: Event[];
  blobs: number;
  /** Bytes of events and blobs. */
  bytes: number;
  problems: Problem[];
  doubts: Doubt[];
}

/** Holds every byte of a record's folder against the chain: events, blobs, derived files, and that nothing else is there. */
export function integrity(reader: RecordReader): Integrity {
  const found: Integrity = { events: [], blobs: 0, bytes: 0, problems: [], doubts: [] };
  const named = new Map<string, number>();
  try {
    found.state = fold(noting(reader.events(), found.events, named));
    found.bytes += reader.end?.offset ?? 0;
  } catch (error) {
    found.problems.push(asProblem(error));
  }
  const writer = writerOf(reader.dir, found.state);
  if (writer) found.doubts.push({ code: writer === "alive" ? "in-use" : "killed", what: WRITER[writer] });
  // What a writer was in the middle of is no harm done to the record.
  if (reader.tail && !writer) found.problems.push(tailProblem(reader.tail));
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
  found.problems.push(...strays(reader.dir, { named, state: found.state, writer: writer !== undefined }));
  return found;
}

const WRITER = {
  alive: "a karat is still writing this record",
  killed: "the karat that wrote this record was killed; `karat run --resume DIR` clears away what it left and goes on",
} as const;

/** The writer of a record that has not finished, by the lock that it holds or left. */
function writerOf(dir: string, state: RunState | undefined): "alive" | "killed" | undefined {
  const locks = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isFile() && isLock(entry.name));
  if (locks.some(({ name }) => mayLive(dir, name))) return "alive";
  return locks.length > 0 && state?.finished === false ? "killed" : undefined;
}

/** Blobs of every attempt count, also of those that a later attempt replaced. */
function* noting(events: Iterable<Event>, read: Event[], named: Map<string, number>): Generator<Event> {
  for (const event of events) {
    read.push(event);
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
    const hash = fileDigest(join(dir, file.path), file.path);
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
