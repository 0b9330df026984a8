import type { Event } from "../record/events.js";
import type { RunState } from "../record/fold.js";
import { frame } from "./terminal/frame.js";
import { plainLine } from "./terminal/plain.js";
import { Screen } from "./terminal/screen.js";
import { summary } from "./terminal/summary.js";
import { viewOf } from "./terminal/view.js";

/** Milliseconds between two paintings: ten a second is as calm as it is prompt. */
const REDRAW = 100;
/** Milliseconds after which the clock in the picture moves on although nothing happened. */
const TICK = 1_000;

export interface TerminalReporterOptions {
  stream: NodeJS.WriteStream;
  env: Readonly<Record<string, string | undefined>>;
  /** The run's folder, as the user named it. */
  dir: string;
  /** Other streams of this process that end on the same terminal, such as stderr. */
  guarded?: readonly NodeJS.WriteStream[];
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Shows a run while it goes on, and what came of it. */
export interface TerminalReporter {
  onEvent(event: Event, state: RunState): void;
  /** @param files reports that were written, relative to the run's folder */
  onEnd(state: RunState, files?: readonly string[]): void;
  /** Gives the terminal back without a summary; safe at any time, more than once. */
  close(): void;
}

/** On a terminal a calm picture that is painted again; anywhere else, and in CI, a line a change. */
export function terminalReporter(options: TerminalReporterOptions): TerminalReporter {
  const { stream, env, dir } = options;
  // Who reads may go away before the run ends (EPIPE, EIO): that is no reason to stop it.
  stream.on("error", () => {});
  const view = () => viewOf(stream, env);
  const shown = view().live ? new Live(options) : new Plain(options);
  const end = () => shown.close();
  process.once("exit", end);
  const close = () => {
    process.removeListener("exit", end);
    shown.close();
  };
  return {
    onEvent: (event, state) => shown.take(event, state),
    onEnd(state, files = []) {
      close();
      stream.write(
        summary(state, dir, view(), files)
          .map((line) => `${line}\n`)
          .join(""),
      );
    },
    close,
  };
}

class Plain {
  constructor(readonly options: TerminalReporterOptions) {}

  take(event: Event, state: RunState): void {
    const { stream, env } = this.options;
    const line = plainLine(event, state, viewOf(stream, env));
    if (line !== undefined) stream.write(`${line}\n`);
  }

  close(): void {}
}

class Live {
  readonly #screen: Screen;
  readonly #tick: NodeJS.Timeout;
  readonly #resized = () => this.#paint();
  #state: RunState | undefined;
  #due: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(readonly options: TerminalReporterOptions) {
    const { stream, guarded = [] } = options;
    this.#screen = new Screen(stream, [stream, ...guarded.filter((other) => other.isTTY)]);
    this.#tick = setInterval(() => this.#paint(), TICK).unref();
    stream.on("resize", this.#resized);
  }

  take(_event: Event, state: RunState): void {
    this.#state = state;
    if (this.#closed) return;
    this.#due ??= setTimeout(() => this.#paint(), REDRAW).unref();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#tick);
    clearTimeout(this.#due);
    this.options.stream.off("resize", this.#resized);
    this.#screen.close();
  }

  #paint(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
    if (!this.#state || this.#closed) return;
    const { stream, env, now = Date.now } = this.options;
    this.#screen.draw(frame(this.#state, now(), viewOf(stream, env)));
  }
}
