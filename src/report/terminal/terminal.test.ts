import { EventEmitter } from "node:events";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { fold } from "../../record/fold.js";
import { HOSTILE, hostileSample, sampleRun, sampleSource } from "../testing.js";
import { terminalReporter } from "../terminal.js";
import { frame } from "./frame.js";
import { plainLine } from "./plain.js";
import { remaining } from "./remaining.js";
import { Screen } from "./screen.js";
import { summary } from "./summary.js";
import { fit, pad, width, wrap } from "./text.js";
import { viewOf, type View } from "./view.js";

const source = sampleSource(sampleRun());
const states = source.events.map((_, index) => fold(source.events.slice(0, index + 1)));
const view: View = { live: true, colour: false, columns: 100, rows: 40 };

describe("what a stream can show", () => {
  const tty = { isTTY: true, columns: 80, rows: 24 };
  test.each([
    ["a terminal", tty, {}, { live: true, colour: true }],
    ["a pipe", {}, {}, { live: false, colour: false }],
    ["NO_COLOR", tty, { NO_COLOR: "1" }, { live: true, colour: false }],
    ["an empty NO_COLOR", tty, { NO_COLOR: "" }, { live: true, colour: true }],
    ["NO_COLOR over FORCE_COLOR", tty, { NO_COLOR: "1", FORCE_COLOR: "1" }, { live: true, colour: false }],
    ["FORCE_COLOR on a pipe", {}, { FORCE_COLOR: "1" }, { live: false, colour: true }],
    ["FORCE_COLOR=0", tty, { FORCE_COLOR: "0" }, { live: true, colour: false }],
    ["CI", tty, { CI: "true" }, { live: false, colour: true }],
    ["CI=false", tty, { CI: "false" }, { live: true, colour: true }],
    ["a dumb terminal", tty, { TERM: "dumb" }, { live: false, colour: false }],
  ])("%s", (_, stream, env, expected) => {
    expect(viewOf(stream, env)).toMatchObject(expected);
  });
});

describe("text in cells", () => {
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  const some = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("漢字かな", "👩‍👩‍👧‍👦 family", "a b c d"));
  test("is cut, padded and wrapped within its cells", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 2, max: 30 }), (text, cells) => {
        const plain = text.replace(/[\p{C}\s]+/gu, " ");
        expect(width(fit(plain, cells))).toBeLessThanOrEqual(cells);
        expect(width(pad(plain, cells))).toBe(cells);
        // A character that is wider than the line (some clusters take four cells) is not torn apart.
        const widest = Math.max(cells, ...Array.from(graphemes.segment(plain), ({ segment }) => width(segment)));
        for (const line of wrap(plain, cells)) expect(width(line)).toBeLessThanOrEqual(widest);
      }),
    );
  });

  test("loses nothing when it is wrapped", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("abcdefghij", 4).join("")).toBe("abcdefghij");
    expect(wrap("", 4)).toEqual([]);
  });
});

describe("the live picture", () => {
  test("never outgrows the screen, at any moment of a run", () => {
    const now = (index: number) => Date.parse(source.events[index]?.at ?? "") + 500;
    const size = fc.record({ columns: fc.integer({ min: 20, max: 200 }), rows: fc.integer({ min: 5, max: 60 }) });
    fc.assert(
      fc.property(size, fc.nat(states.length - 1), fc.boolean(), (size, index, colour) => {
        const state = states[index];
        if (!state) return;
        const lines = frame(state, now(index), { ...view, ...size, colour });
        expect(lines.length).toBeLessThan(size.rows);
        for (const line of lines) expect(width(line)).toBeLessThan(size.columns);
      }),
    );
  });

  test("says what a check does now, how long, and what is left", () => {
    const index = source.events.findIndex(
      (one) => one.type === "check.step" && one.text === "compares what they opened",
    );
    const state = states[index];
    if (!state) throw new Error("the sample has that step");
    const lines = frame(state, Date.parse(state.lastAt) + 2_000, view);
    expect(lines.find((line) => line.includes("disjoint"))).toMatch(
      /● disjoint +positive +6 of ~8 s {2}compares what they opened/,
    );
    expect(lines.find((line) => line.includes("granted"))).toMatch(/✓ granted +control +5\.8 s/);
    expect(lines.find((line) => line.includes("Secure"))).toBe(" Secure accelerator access 2/3");
    expect(lines.at(-1)).toMatch(/^ 7 of 11 checks · 34 s · about \d+ s left$/);
  });

  test("leaves out what is settled, then what waits, before it loses a running check", () => {
    const index = source.events.findIndex(
      (one) => one.type === "check.step" && one.text === "compares what they opened",
    );
    const state = states[index];
    if (!state) throw new Error("the sample has that step");
    const at = (rows: number) => frame(state, Date.parse(state.lastAt), { ...view, rows });
    expect(at(19).join("\n")).toContain("plain-pod");
    expect(at(15)[0]).toMatch(/✓ DRA support pass/);
    expect(at(15).join("\n")).toContain("without-gang");
    expect(at(11).join("\n")).toMatch(/● disjoint[^\n]*\n {3}2 pass\n\n Gang scheduling 1\/4\n {3}1 n\/a · 3 wait\n/);
    expect(at(10).join("\n")).toMatch(/● disjoint[^\n]*\n {3}2 pass\n\n Gang scheduling 1\/4\n\n/);
  });

  test.each(HOSTILE.map((text) => [text.slice(0, 30), text]))("stays in its lines with %j", (_, text) => {
    const { state } = sampleSource({ ...hostileSample(text), finished: false });
    const lines = [...frame(state, Date.parse(state.lastAt), view), ...summary(state, "result", view)];
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(width(line)).toBeLessThan(100);
    }
  });
});

describe("the time that is left", () => {
  test("is never negative, and nothing when all is done", () => {
    for (const state of states) {
      const left = remaining(state, Date.parse(state.lastAt));
      expect(left).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(left)).toBe(true);
    }
    const end = states.at(-1);
    expect(end && remaining(end, Date.parse(end.lastAt))).toBe(0);
  });

  test("is at first the sum of the usual times, and shrinks while checks run", () => {
    const planned = states[source.events.findIndex((one) => one.type === "plan")];
    if (!planned) throw new Error("the sample has a plan");
    expect(remaining(planned, Date.parse(planned.lastAt))).toBe(1000 * (8 * 8 + 30 + 20));
    const [early, late] = [0.3, 0.8].map((part) => states[Math.floor(states.length * part)]);
    if (!early || !late) throw new Error("the sample has events");
    expect(remaining(late, Date.parse(late.lastAt))).toBeLessThan(remaining(early, Date.parse(early.lastAt)));
  });
});

describe("without a terminal", () => {
  const lines = source.events.flatMap((event, index) => {
    const state = states[index];
    const line = state && plainLine(event, state, { ...view, live: false });
    return line === undefined ? [] : [line];
  });

  test("each change is a line, and each check has exactly one with its verdict", () => {
    expect(lines).toContain("00:04 dra_support/plain-pod: pass in 3.2 s");
    expect(lines.filter((line) => /: (pass in|fail after|inconclusive after)/.test(line))).toHaveLength(10);
    expect(lines.find((line) => line.includes("fail after"))).toContain("saw 3 of 4 bound");
    for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
  });
});

describe("the summary", () => {
  const end = states.at(-1);
  if (!end) throw new Error("the sample has events");
  const lines = summary(end, "my runs/result", view, ["junit.xml", "report.html"]);
  const text = lines.join("\n");

  test("says for each verdict why, with the event that shows it", () => {
    const failed = source.events.find((one) => one.type === "check.judged" && one.judgement.verdict === "fail");
    const at = lines.findIndex((line) => line.includes("✗ all-or-nothing"));
    expect(lines[at]).toContain(`event ${failed?.seq}`);
    const why = lines
      .slice(at + 1, at + 3)
      .map((line) => line.trim())
      .join(" ");
    expect(why).toContain("expected 0 bound, saw 3 of 4 bound for 9.8 s");
    for (const check of end.requirements.flatMap((one) => one.checks))
      expect(text).toContain(`event ${check.decidedBy}`);
  });

  test("says what the whole came to and where to go on", () => {
    expect(text).toContain("FAIL 2 of 3 requirements pass, 1 fails");
    expect(text).toContain("my runs/result/report.html");
    expect(text).toContain("karat verify 'my runs/result'");
  });
});

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
