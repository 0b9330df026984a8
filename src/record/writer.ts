import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BlobWriter } from "./blobs.js";
import { GENESIS, seal, sha256, type Link } from "./chain.js";
import { fromFileSystem, RecordError } from "./error.js";
import type { Event, EventBody, Observation, StoredObservation, Tool } from "./events.js";
import { readPlain, syncFolder } from "./files.js";
import { EVENTS, isDerivedPath } from "./layout.js";
import { Limits } from "./limits.js";
import { acquire, isLock, type Lock } from "./lock.js";
import { EventLog } from "./log.js";
import { RecordReader } from "./reader.js";
import { Sanitizer } from "./sanitizer.js";
import { BODIES, problem } from "./schema.js";

export interface WriterOptions {
  /** Every credential in use, as it is: tokens, passwords, private keys (PEM, or base64 of PEM as in a kubeconfig). */
  secrets: readonly string[];
  /** This machine's clock; tests set their own. */
  now?: () => Date;
  /** Hears every event once it stands in the file. Must not throw. */
  onEvent?: (event: Event) => void;
}

/**
 * After these the log is flushed to the disk: they are what a resume relies on. All other events are handed to the
 * kernel at once, so kill -9 loses none; a power cut loses at most those after the last of these. A blob is flushed
 * before the event that names it is written, whatever the type.
 */
const MILESTONES: ReadonlySet<EventBody["type"]> = new Set([
  "run.started",
  "run.resumed",
  "plan",
  "check.started",
  "check.judged",
  "check.cleaned",
  "run.interrupted",
  "run.finished",
  "files.written",
  "record.repaired",
]);

/**
 * Appends to a record. All of it is synchronous: when a call returns, the event is in the file; when it throws, the
 * record is as it was before the call.
 */
export class RecordWriter {
  readonly #log: EventLog;
  readonly #lock: Lock;
  readonly #blobs: BlobWriter;
  readonly #sanitizer: Sanitizer;
  readonly #now: () => Date;
  readonly #onEvent: (event: Event) => void;
  #last: Link;

  private constructor(
    readonly dir: string,
    lock: Lock,
    from: Link & { offset: number; named: ReadonlySet<string> },
    options: WriterOptions,
  ) {
    this.#lock = lock;
    this.#sanitizer = new Sanitizer(options.secrets);
    this.#now = options.now ?? (() => new Date());
    this.#onEvent = options.onEvent ?? (() => {});
    this.#blobs = new BlobWriter(dir, from.named);
    this.#log = new EventLog(dir, from.offset);
    this.#last = from;
  }

  /**
   * Begins a record in a folder that is empty or not there yet.
   * @throws RecordError `not-empty`, `locked`, `disk-full`, `io`
   */
  static create(dir: string, options: WriterOptions): RecordWriter {
    return opened(dir, (lock) => {
      const there = readdirSync(dir).filter((name) => !isLock(name));
      if (there.length > 0) {
        throw new RecordError("not-empty", `${dir} is not empty: it holds ${there[0]}`, {
          next: there.includes(EVENTS)
            ? "go on with `karat run --resume DIR`, or name another folder"
            : "name another folder; a record owns its folder",
        });
      }
      const writer = new RecordWriter(dir, lock, { seq: 0, hash: GENESIS, offset: 0, named: new Set() }, options);
      syncFolder(join(dir, "blobs"));
      syncFolder(dir);
      syncFolder(dirname(resolve(dir)));
      return writer;
    });
  }

  /**
   * Goes on with a record whose writer ended, at whatever byte. What is left of an unfinished line is cut off, and a
   * `record.repaired` event says so; blobs that no event names are removed.
   * @throws RecordError when the chain is broken before its end: such a record is never written to
   */
  static continue(dir: string, options: WriterOptions): RecordWriter {
    return opened(dir, (lock) => {
      const reader = new RecordReader(dir);
      const named = new Set<string>();
      for (const event of reader.events()) {
        const blob = "observation" in event ? event.observation.blob : undefined;
        if (blob) named.add(blob.sha256);
      }
      const { end, tail } = reader;
      if (!end)
        throw new RecordError("not-a-record", `${dir} holds no whole event`, {
          next: "start a new run in another folder",
        });
      const writer = new RecordWriter(dir, lock, { ...end, named }, options);
      if (tail) {
        writer.append({ type: "record.repaired", cut: { bytes: tail.bytes.length, sha256: sha256(tail.bytes) } });
      }
      return writer;
    });
  }

  /** Hash of the last event. */
  get rootHash(): string {
    return this.#last.hash;
  }

  /** A credential that came into use later, such as a token that was renewed. */
  protect(secret: string): void {
    this.#sanitizer.add(secret);
  }

  /** Writes an event, without secrets, and returns it as it stands in the record. */
  append(body: EventBody): Event {
    this.#log.requireOpen();
    const clean = this.#sanitizer.clean(body) as EventBody;
    const wrong = problem(BODIES[body.type], clean);
    if (wrong !== undefined) {
      throw new RecordError("malformed", `no reader would take this ${body.type} event (${wrong})`, {
        next: "if a credential in use is an ordinary word, use another; otherwise report this as a bug of karat",
      });
    }
    const seq = this.#last.seq + 1;
    const { line, hash } = seal(seq, this.#last.hash, this.#now().toISOString(), clean);
    const bytes = this.#sanitizer.bytes(`${line}\n`);
    if (bytes.length - 1 > Limits.line || this.#log.size + bytes.length > Limits.events) {
      throw new RecordError("too-large", `a ${body.type} event of ${bytes.length} bytes does not fit into the record`, {
        next: "observe less, or in parts",
      });
    }
    this.#log.append(bytes, MILESTONES.has(body.type));
    this.#last = { seq, hash };
    const event = JSON.parse(line) as Event;
    this.#onEvent(event);
    return event;
  }

  /**
   * Writes down what a check observed. Returns it as a later reader will find it: without secrets, and as JSON keeps
   * it. Judge that, not what went in.
   */
  observe(check: string, attempt: number, observation: Observation): Observation {
    const { stored, kept } = this.#store(observation);
    this.append({ type: "check.observed", check, attempt, observation: stored });
    return kept;
  }

  /** The same for what was found out before any check. */
  preflight(observation: Observation): Observation {
    const { stored, kept } = this.#store(observation);
    this.append({ type: "preflight", observation: stored });
    return kept;
  }

  /**
   * Takes derived files, such as report.html, into the chain, so that `karat verify` knows them.
   * @param paths relative to the record's folder
   * @param tool what made them
   */
  seal(paths: readonly string[], tool: Tool): Event {
    const files = paths.map((path) => {
      if (!isDerivedPath(path)) throw new RecordError("unsafe-file", `${path} cannot be a derived file of a record`);
      const bytes = readPlain(join(this.dir, path), path, Limits.blob);
      return { path, sha256: sha256(bytes), size: bytes.length };
    });
    return this.append({ type: "files.written", files, tool });
  }

  /** Flushes the log and lets the folder go. Further calls do nothing. */
  close(): void {
    try {
      this.#log.close();
    } finally {
      this.#lock.release();
    }
  }

  #store({ name, kind, at, data }: Observation): { stored: StoredObservation; kept: Observation } {
    this.#log.requireOpen();
    const clean = this.#sanitizer.clean(data ?? null);
    const json = JSON.stringify(clean);
    const kept = { name, kind, at, data: clean };
    if (Buffer.byteLength(json) <= Limits.inline) return { stored: kept, kept };
    return { stored: { name, kind, at, blob: this.#blobs.write(this.#sanitizer.bytes(json)) }, kept };
  }
}

/** Takes the folder's lock, and lets it go again when `open` throws. */
function opened(dir: string, open: (lock: Lock) => RecordWriter): RecordWriter {
  let lock: Lock | undefined;
  try {
    mkdirSync(dir, { recursive: true });
    lock = acquire(dir);
    return open(lock);
  } catch (error) {
    lock?.release();
    throw error instanceof RecordError ? error : fromFileSystem(error, `cannot open a record in ${dir}`);
  }
}
