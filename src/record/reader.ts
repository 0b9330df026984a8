import { closeSync, lstatSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseBlob, readBlob, type BlobRef } from "./blobs.js";
import type { Link } from "./chain.js";
import { fromFileSystem, RecordError } from "./error.js";
import type { Event, StoredObservation } from "./events.js";
import { openPlain } from "./files.js";
import { fold, type RunState } from "./fold.js";
import { BLOBS, EVENTS } from "./layout.js";
import { Limits } from "./limits.js";
import { parseLine } from "./line.js";

const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;

/** What follows the last whole line: the writer was killed in the middle of one. */
export interface Tail {
  line: number;
  offset: number;
  bytes: Buffer;
}

/** Reads a record that anybody may have written: in bounded memory, and with a typed error for whatever is wrong. */
export class RecordReader {
  #tail: Tail | undefined;
  #end: (Link & { offset: number }) | undefined;

  /** @throws RecordError `not-a-record` when the folder holds none */
  constructor(readonly dir: string) {
    const folder = statSync(dir, { throwIfNoEntry: false });
    const events = folder?.isDirectory() ? lstatSync(join(dir, EVENTS), { throwIfNoEntry: false }) : undefined;
    if (events) return;
    const what = folder?.isDirectory() ? `${dir} holds no ${EVENTS}` : `${dir} is no folder`;
    throw new RecordError("not-a-record", folder ? what : `there is no folder ${dir}`, {
      next: "name the folder that `karat run -o DIR` wrote",
    });
  }

  /**
   * Every event in order, each held against the chain. Ends before a truncated last line (see `tail`).
   * @throws RecordError at the first broken link
   */
  *events(): Generator<Event, void, undefined> {
    this.#tail = undefined;
    this.#end = undefined;
    let last: Link | undefined;
    for (const { line, offset, bytes, whole } of lines(join(this.dir, EVENTS))) {
      if (!whole) {
        this.#tail = { line, offset, bytes: Buffer.from(bytes) };
        return;
      }
      const event = parseLine(bytes, last, { line, offset });
      last = { seq: event.seq, hash: event.hash };
      this.#end = { ...last, offset: offset + bytes.length + 1 };
      yield event;
    }
  }

  /** The truncated last line, once `events` has run to its end. */
  get tail(): Tail | undefined {
    return this.#tail;
  }

  /** The last whole event and where the one after it would begin, once `events` has run to its end. */
  get end(): (Link & { offset: number }) | undefined {
    return this.#end;
  }

  /** The whole run. A record that was killed before its first event is `not-a-record`. */
  state(): RunState {
    return fold(this.events());
  }

  /** A blob's bytes, held against its hash and size. */
  blob(ref: BlobRef): Buffer {
    return readBlob(this.dir, ref);
  }

  /** What was observed, from the event or from its blob. */
  data(observation: StoredObservation): unknown {
    if (!observation.blob) return observation.data;
    return parseBlob(this.blob(observation.blob), `${BLOBS}/${observation.blob.sha256}`);
  }
}

interface Line {
  line: number;
  offset: number;
  /** Valid until the next line is asked for. */
  bytes: Buffer;
  /** False for a last line without its newline. */
  whole: boolean;
}

function* lines(path: string): Generator<Line, void, undefined> {
  const { fd, size } = openPlain(path, EVENTS);
  try {
    if (size > Limits.events) {
      throw new RecordError("too-large", `${EVENTS} has ${size} bytes; karat writes at most ${Limits.events}`, {
        place: { file: EVENTS },
      });
    }
    const chunk = Buffer.allocUnsafe(CHUNK);
    let kept: Buffer = Buffer.alloc(0);
    let line = 1;
    let offset = 0;
    for (;;) {
      const read = readSync(fd, chunk, 0, CHUNK, null);
      if (read === 0) break;
      let pending = kept.length > 0 ? Buffer.concat([kept, chunk.subarray(0, read)]) : chunk.subarray(0, read);
      // What was kept holds no newline.
      let end = pending.indexOf(NEWLINE, kept.length);
      while (end >= 0) {
        refuseLong(end, line, offset);
        yield { line, offset, bytes: pending.subarray(0, end), whole: true };
        line++;
        offset += end + 1;
        pending = pending.subarray(end + 1);
        end = pending.indexOf(NEWLINE);
      }
      refuseLong(pending.length, line, offset);
      kept = Buffer.from(pending);
    }
    if (kept.length > 0) yield { line, offset, bytes: kept, whole: false };
  } catch (error) {
    throw error instanceof RecordError ? error : fromFileSystem(error, `cannot read ${EVENTS}`, { file: EVENTS });
  } finally {
    closeSync(fd);
  }
}

function refuseLong(length: number, line: number, offset: number): void {
  if (length <= Limits.line) return;
  throw new RecordError("too-large", `${EVENTS} line ${line} (byte ${offset}) is longer than ${Limits.line} bytes`, {
    place: { file: EVENTS, line, seq: line, offset },
    next: "the record was not written by karat; do not trust it",
  });
}
