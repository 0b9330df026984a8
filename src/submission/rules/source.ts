import type { ProductDocument } from "../document.js";
import { PRODUCT } from "../document.js";
import type { Edit, Place } from "../finding.js";

/** Of what is missing altogether. */
export const TOP: Place = { file: PRODUCT, line: 1, column: 1 };

const lineStarts = new WeakMap<ProductDocument, number[]>();

function startsOf(document: ProductDocument): number[] {
  let starts = lineStarts.get(document);
  if (!starts) {
    starts = [0];
    for (let at = document.text.indexOf("\n"); at >= 0; at = document.text.indexOf("\n", at + 1)) starts.push(at + 1);
    lineStarts.set(document, starts);
  }
  return starts;
}

/** Offsets in PRODUCT.yaml of a place in it; empty where the place has no end. */
export function spanOf(document: ProductDocument, { line, column, end }: Place): [start: number, end: number] {
  const offset = (at: { line: number; column: number }): number =>
    Math.min((startsOf(document)[at.line - 1] ?? document.text.length) + at.column - 1, document.text.length);
  const start = offset({ line, column });
  return [start, end ? Math.max(offset(end), start) : start];
}

/** What a scalar looks like in the file, with its quotes. */
export function sourceOf(document: ProductDocument, place: Place): string {
  return document.text.slice(...spanOf(document, place));
}

/** Text that means itself in YAML wherever a plain scalar may stand. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/;
/** What YAML 1.1 and 1.2 take for something else than text. */
const WORD_OF_YAML = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

/** Writes another text in a scalar's place, plain or in quotes as it was. */
export function rewritten(document: ProductDocument, place: Place, text: string): Edit {
  const range = spanOf(document, place);
  const source = document.text.slice(...range);
  const plain = !/^["'|>]/.test(source) && PLAIN.test(text) && !WORD_OF_YAML.test(text);
  // JSON's strings are YAML's; a block scalar's range holds the newline that ends it.
  return { range, text: (plain ? text : JSON.stringify(text)) + (/\r?\n$/.exec(source)?.[0] ?? "") };
}
