import { width } from "./text.js";

const HIDE = "\u001B[?25l";
const SHOW = "\u001B[?25h";
/** Synchronised output: a terminal that knows it shows a frame at once, any other ignores it. */
const BEGIN = "\u001B[?2026h";
const END = "\u001B[?2026l";

/** What a screen needs of a TTY's stream. */
export interface ScreenStream {
  columns?: number | undefined;
  write(text: string): boolean;
}

/**
 * A region at the bottom of a terminal that is painted again and again. Whatever else the process writes to the
 * streams it guards appears above the region.
 */
export class Screen {
  readonly #stream: ScreenStream;
  readonly #write: (text: string) => boolean;
  readonly #restore: (() => void)[] = [];
  #lines: readonly string[] = [];

  constructor(stream: ScreenStream, guarded: readonly { write: (...args: never[]) => boolean }[] = []) {
    this.#stream = stream;
    this.#write = stream.write.bind(stream);
    for (const one of guarded) this.#guard(one as { write: (...args: unknown[]) => boolean });
    this.#write(HIDE);
  }

  /** Paints the region; no line may be wider than the terminal. */
  draw(lines: readonly string[]): void {
    if (lines.length === this.#lines.length && lines.every((line, index) => line === this.#lines[index])) return;
    const text = lines.map((line) => `${line}\u001B[K\n`).join("");
    this.#write(`${BEGIN}${this.#home()}${text}\u001B[J${END}`);
    this.#lines = lines;
  }

  /** Wipes the region, gives the cursor and the guarded streams back. Further calls do nothing. */
  close(): void {
    this.#write(`${this.#home()}\u001B[J${SHOW}`);
    this.#lines = [];
    for (const restore of this.#restore.splice(0)) restore();
  }

  #guard(stream: { write: (...args: unknown[]) => boolean }): void {
    const write = stream.write;
    const own = Object.hasOwn(stream, "write");
    stream.write = (...args) => {
      const lines = this.#lines;
      this.#write(`${this.#home()}\u001B[J`);
      this.#lines = [];
      const done = write.apply(stream, args);
      this.draw(lines);
      return done;
    };
    this.#restore.push(() => {
      if (own) stream.write = write;
      else delete (stream as Partial<typeof stream>).write;
    });
  }

  /** To the region's first cell. After the window became narrower its lines may fill several rows each. */
  #home(): string {
    const columns = Math.max(1, this.#stream.columns ?? 80);
    const rows = this.#lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(width(line) / columns)), 0);
    return rows === 0 ? "\r" : `\r\u001B[${rows}A`;
  }
}
