import { closeSync, constants, fdatasyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fromFileSystem, RecordError } from "./error.js";
import { EVENTS } from "./layout.js";

/** events.ndjson, open for appending: a line is in it whole or not at all. */
export class EventLog {
  readonly #fd: number;
  #size: number;
  /** Why nothing can be written any more. */
  #ended: RecordError | undefined;

  /** @param size bytes that are kept; 0 for a file that must not be there yet. What follows them is cut off. */
  constructor(
    private readonly dir: string,
    size: number,
  ) {
    this.#fd = openSync(join(dir, EVENTS), size === 0 ? "wx" : constants.O_RDWR | constants.O_NOFOLLOW);
    this.#size = size;
    this.#cut();
  }

  get size(): number {
    return this.#size;
  }

  /** @throws RecordError when nothing can be written any more */
  requireOpen(): void {
    if (this.#ended) throw this.#ended;
  }

  /**
   * Appends a line with its newline.
   * @param flush whether it must survive a power cut before this returns
   * @throws RecordError `disk-full`, `io`; the file is then as it was before
   */
  append(line: Uint8Array, flush: boolean): void {
    this.requireOpen();
    try {
      for (let done = 0; done < line.length;) {
        done += writeSync(this.#fd, line, done, line.length - done, this.#size + done);
      }
    } catch (error) {
      this.#cut();
      throw fromFileSystem(error, `cannot write ${EVENTS}`, { file: EVENTS, offset: this.#size });
    }
    if (flush) this.#flush();
    this.#size += line.length;
  }

  /** Flushes and closes. Further calls do nothing. */
  close(): void {
    if (this.#ended?.code === "closed") return;
    this.#ended = new RecordError("closed", `the record in ${this.dir} was closed`);
    try {
      fdatasyncSync(this.#fd);
    } catch (error) {
      throw fromFileSystem(error, `cannot flush ${EVENTS}`, { file: EVENTS });
    } finally {
      closeSync(this.#fd);
    }
  }

  #cut(): void {
    try {
      ftruncateSync(this.#fd, this.#size);
    } catch (error) {
      this.#ended = fromFileSystem(error, `cannot undo a write to ${EVENTS}`, { file: EVENTS });
    }
  }

  /** After a failed flush nobody knows what is on the disk (the kernel forgets what it could not write): give up. */
  #flush(): void {
    try {
      fdatasyncSync(this.#fd);
    } catch (error) {
      this.#cut();
      this.#ended = fromFileSystem(error, `cannot flush ${EVENTS}`, { file: EVENTS, offset: this.#size });
      throw this.#ended;
    }
  }
}
