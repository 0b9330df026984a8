import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../record/fold.js";
import { sampleSource } from "../testing.js";
import { HOSTILE, hostileSample } from "../testing-hostile.js";
import { sampleRun } from "../testing-run.js";
import { frame } from "./frame.js";
import { plainLine } from "./plain.js";
import { remaining } from "./remaining.js";
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
    // A musical note of three cells.
    expect(wrap("\u{1D158}\u{1D165}\u{1D16E}!", 2)).toEqual(["\u{1D158}\u{1D165}\u{1D16E}", "!"]);
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
