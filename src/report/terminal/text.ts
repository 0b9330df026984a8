import stringWidth from "string-width";
import pico from "picocolors";
import type { Verdict } from "../../record/verdict.js";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Cells that a text takes; colours take none, wide characters two. */
export function width(text: string): number {
  return stringWidth(text);
}

/** The longest beginning of a text without colours that takes at most so many cells; never a part of a character. */
function take(text: string, cells: number): string {
  let out = "";
  let taken = 0;
  for (const { segment } of graphemes.segment(text)) {
    taken += width(segment);
    if (taken > cells) break;
    out += segment;
  }
  return out;
}

function first(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment;
  return text;
}

/** A text without colours cut to so many cells, with an ellipsis where something was lost. */
export function fit(text: string, cells: number): string {
  if (width(text) <= cells) return text;
  return cells <= 0 ? "" : `${take(text, cells - 1)}…`;
}

/** Cut or padded with blanks to exactly so many cells. */
export function pad(text: string, cells: number, side: "left" | "right" = "right"): string {
  const cut = fit(text, cells);
  const blank = " ".repeat(Math.max(0, cells - width(cut)));
  return side === "right" ? cut + blank : blank + cut;
}

/** A text without colours broken into lines of at most so many cells, at blanks where there are any. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (width(joined) <= cells) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (width(line) > cells) {
      // A character that is wider than the line gets a line of its own.
      const head = take(line, cells) || first(line);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === "" ? lines : [...lines, line];
}

export interface Paint {
  verdict: (verdict: Verdict, text: string) => string;
  bold: (text: string) => string;
  dim: (text: string) => string;
  running: (text: string) => string;
  /** A verdict as a block of colour. */
  block: (verdict: Verdict, text: string) => string;
}

/** Colours of the sixteen that every terminal has, so that the user's own theme holds; or none. */
export function paint(colour: boolean): Paint {
  const { green, red, yellow, blue, cyan, bold, dim, inverse } = pico.createColors(colour);
  const tone = { pass: green, fail: red, inconclusive: yellow, skip: dim, "n/a": blue };
  return {
    verdict: (verdict, text) => tone[verdict](text),
    bold,
    dim,
    running: cyan,
    block: (verdict, text) => (colour ? bold(inverse(tone[verdict](` ${text} `))) : text),
  };
}
