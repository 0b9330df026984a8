import { isScalar } from "yaml";
import type { ProductDocument } from "../../document.js";
import { rule, type Found } from "../define.js";
import { nodesOf, placeOf } from "../nodes.js";
import { spanOf } from "../source.js";
import { codePoint, TURNING } from "./characters.js";

/** All that a terminal or a page obeys instead of showing it; tabs and line ends are how text is set. */
const CONTROL = /(?![\t\n\r])\p{Cc}|\r(?!\n)/gu;

export const controlCharacters = rule({
  id: "KARAT-001",
  severity: "error",
  title: "No control character stands in PRODUCT.yaml, and none comes out of a value's escapes.",
  why: "Whoever prints a value lets it move the cursor, paint over what stands there or turn its direction: people then read something else than programs.",
  mend: "Remove the character, and the rest of its sequence such as [31m.",
  *find({ document }) {
    yield* written(document);
    yield* escaped(document);
  },
});

/** As themselves, in comments too. Marks of direction that stand so are YAML-007's. */
function* written({ text, at }: ProductDocument): Generator<Found> {
  for (const { index, 0: character } of text.matchAll(CONTROL)) {
    yield { message: `${codePoint(character)} is a control character`, place: at(index, index + 1), fix: "remove it" };
  }
}

/** "\e" or "\u202e" in quotes is harmless until it is read. */
function* escaped(document: ProductDocument): Generator<Found> {
  for (const node of nodesOf(document)) {
    const value = isScalar(node) && node.value;
    if (typeof value !== "string") continue;
    const place = placeOf(document, node);
    const source = document.text.slice(...spanOf(document, place));
    const found = [CONTROL, TURNING].flatMap((kind) => value.match(kind) ?? []);
    const hidden = new Set(found.filter((character) => !source.includes(character)).map(codePoint));
    if (hidden.size === 0) continue;
    const fix = "remove the escape, or write what it stands for in words";
    yield { message: `the text holds ${[...hidden].join(", ")} once it is read`, place, quote: source, fix };
  }
}
