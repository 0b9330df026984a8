import { isScalar } from "yaml";
import { PRODUCT, type ProductDocument } from "../../document.js";
import { rule, type Found } from "../define.js";
import { nodesOf } from "../nodes.js";

export const whitespace = rule({
  id: "YAML-006",
  severity: "info",
  title: "PRODUCT.yaml has Unix line ends, a newline at its end, no byte order mark and no tabs between values.",
  why: "Line ends and marks that nobody sees make every line differ in the next review.",
  mend: "Let karat mend it, or set the editor to LF and UTF-8 without a mark.",
  *find({ document }) {
    yield* mark(document);
    yield* lineEnds(document);
    yield* tabs(document);
    yield* lastLine(document);
  },
});

function* mark({ text }: ProductDocument): Generator<Found> {
  if (!text.startsWith("\ufeff")) return;
  const place = { file: PRODUCT, line: 1, column: 1 };
  yield {
    message: "the file begins with a byte order mark",
    place,
    fix: "remove it",
    edit: { range: [0, 1], text: "" },
  };
}

/** One finding for all of them, as they are one setting of one editor. */
function* lineEnds({ text, at }: ProductDocument): Generator<Found> {
  const first = text.indexOf("\r\n");
  if (first < 0) return;
  const end = text.lastIndexOf("\r\n") + 2;
  const count = text.split("\r\n").length - 1;
  yield {
    message: `${count} ${count === 1 ? "line ends" : "lines end"} in CR LF`,
    place: at(first, first + 2),
    fix: "end lines in LF",
    edit: { range: [first, end], text: text.slice(first, end).replaceAll("\r\n", "\n") },
  };
}

/** Tabs within a value belong to it, such as those of a command's output; those that indent are no YAML at all. */
function* tabs(document: ProductDocument): Generator<Found> {
  if (!document.text.includes("\t") || !document.yaml || document.yaml.errors.length > 0) return;
  const scalars = [...nodesOf(document)].filter(isScalar).map(({ range }) => range ?? [0, 0]);
  let next = 0;
  for (const { index, 0: run } of document.text.matchAll(/\t+/g)) {
    while ((scalars[next]?.[1] ?? Infinity) <= index) next++;
    if ((scalars[next]?.[0] ?? Infinity) <= index) continue;
    const range = [index, index + run.length] as const;
    const edit = { range, text: " ".repeat(run.length) };
    yield { message: "there is a tab here", place: document.at(...range), fix: "write a space", edit };
  }
}

function* lastLine({ text, at }: ProductDocument): Generator<Found> {
  if (text === "" || text.endsWith("\n")) return;
  const range = [text.length, text.length] as const;
  yield {
    message: "the last line has no newline at its end",
    place: at(...range),
    fix: "end the file in a newline",
    edit: { range, text: "\n" },
  };
}
