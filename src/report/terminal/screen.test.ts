import { EventEmitter } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { fold } from "../../record/fold.js";
import { terminalReporter } from "../terminal.js";
import { sampleSource } from "../testing.js";
import { sampleRun } from "../testing-run.js";
import { Screen } from "./screen.js";

const source = sampleSource(sampleRun());
const states = source.events.map((_, index) => fold(source.events.slice(0, index + 1)));

/** A control sequence with its argument and final byte, a line's end, or text. */
const TOKENS = /(\p{Cc})\[([?0-9;]*)([A-Za-z])|\n|\r|\P{Cc}+/gu;

/** A terminal with a line discipline: enough of ECMA-48 to see what a user would. */
class Emulator extends EventEmitter {
  isTTY = true;
  readonly lines: string[] = [""];
  row = 0;
  /** Whether the next text starts the line anew. */
  home = true;
  cursor = true;
  constructor(
    public columns = 100,
    public rows = 40,
  ) {
    super();
  }

  write(text: string): boolean {
    for (const [token, , argument = "", command = ""] of text.matchAll(TOKENS)) {
      if (command === "A") this.row = Math.max(0, this.row - Number(argument || 1));
      else if (command === "J") this.lines.splice(this.row, Infinity, "");
      else if (argument === "?25") this.cursor = command === "h";
      else if (token === "\n") this.row++;
      else if (command === "" && token !== "\r") {
        this.lines[this.row] = (this.home ? "" : (this.lines[this.row] ?? "")) + token;
      }
      this.home = token === "\n" || token === "\r" || (this.home && command !== "");
      this.lines[this.row] ??= "";
    }
    return true;
  }

  get shown(): string[] {
    return this.lines.slice(0, this.lines.findLastIndex((line) => line !== "") + 1);
  }
}

describe("the screen", () => {
  test("paints over its region, keeps what others write above it, and gives everything back", () => {
    const terminal = new Emulator();
    const screen = new Screen(terminal, [terminal]);
    expect(terminal.cursor).toBe(false);
    screen.draw(["one", "two", "three"]);
    screen.draw(["one", "2"]);
    expect(terminal.shown).toEqual(["one", "2"]);
    terminal.write("a warning\n");
    expect(terminal.shown).toEqual(["a warning", "one", "2"]);
    screen.close();
    expect(terminal.shown).toEqual(["a warning"]);
    expect(terminal.cursor).toBe(true);
    expect(Object.hasOwn(terminal, "write")).toBe(false);
  });

  test("writes nothing when nothing changed", () => {
    const terminal = new Emulator();
    const screen = new Screen(terminal);
    screen.draw(["one"]);
    const write = vi.spyOn(terminal, "write");
    screen.draw(["one"]);
    expect(write).not.toHaveBeenCalled();
  });

  test("goes up as many rows as its lines take after the window became narrower", () => {
    const terminal = new Emulator();
    const screen = new Screen(terminal);
    screen.draw(["x".repeat(90), "short"]);
    terminal.columns = 40;
    const written: string[] = [];
    vi.spyOn(terminal, "write").mockImplementation((text) => written.push(text) > 0);
    const narrow = new Screen(terminal);
    narrow.draw(["x".repeat(39)]);
    terminal.columns = 20;
    narrow.draw(["y"]);
    expect(written.at(-1)).toContain("\u001B[2A");
  });
});

describe("the reporter", () => {
  function replay(terminal: Emulator, env: Record<string, string>) {
    const reporter = terminalReporter({
      stream: terminal as unknown as NodeJS.WriteStream,
      env,
      dir: "result",
      now: () => Date.parse(source.events.at(-1)?.at ?? ""),
    });
    return reporter;
  }

  test("paints at most ten times a second, and leaves only the summary", () => {
    vi.useFakeTimers();
    try {
      const terminal = new Emulator();
      const write = vi.spyOn(terminal, "write");
      const reporter = replay(terminal, {});
      for (const [index, event] of source.events.entries()) {
        const state = states[index];
        if (state) reporter.onEvent(event, state);
        vi.advanceTimersByTime(10);
      }
      expect(write.mock.calls.length).toBeLessThan((source.events.length * 10) / 100 + 4);
      const end = states.at(-1);
      if (end) reporter.onEnd(end, ["report.html"]);
      expect(terminal.cursor).toBe(true);
      expect(terminal.shown.join("\n")).toContain("result/report.html");
      expect(terminal.shown.filter((line) => line.includes("plain-pod"))).toHaveLength(1);
      expect(terminal.listenerCount("resize")).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("gives the cursor back when it is closed in the middle, twice over", () => {
    const terminal = new Emulator();
    const reporter = replay(terminal, {});
    const first = states[0];
    if (first && source.events[0]) reporter.onEvent(source.events[0], first);
    reporter.close();
    reporter.close();
    expect(terminal.cursor).toBe(true);
    expect(process.listeners("exit").filter((one) => one.name === "end")).toHaveLength(0);
  });

  test("writes no escape sequence in CI without colours", () => {
    const terminal = new Emulator();
    const written: string[] = [];
    vi.spyOn(terminal, "write").mockImplementation((text) => written.push(text) > 0);
    const reporter = replay(terminal, { CI: "1", NO_COLOR: "1" });
    for (const [index, event] of source.events.entries()) {
      const state = states[index];
      if (state) reporter.onEvent(event, state);
    }
    const end = states.at(-1);
    if (end) reporter.onEnd(end);
    expect(written.join("")).not.toContain("\u001B");
    expect(written.length).toBeGreaterThan(40);
  });
});
