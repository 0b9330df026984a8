import { isAlias, isMap, isScalar, type Node } from "yaml";
import type { ProductDocument } from "../../document.js";
import { rule, type Found } from "../define.js";
import { keyOf, nodesOf, placeOf } from "../nodes.js";

export const plainYaml = rule({
  id: "YAML-003",
  severity: "error",
  title: "PRODUCT.yaml is one document without anchors, aliases, merge keys or tags.",
  why: "They make a value depend on another place, or on the parser, and a reviewer reads only what stands there.",
  mend: "Write each value out where it belongs.",
  *find({ document }) {
    for (const node of nodesOf(document)) {
      const place = placeOf(document, node);
      for (const [what, fix] of oddities(node)) yield { message: `there is ${what} here`, place, fix };
      yield* mergeKeys(node).map((key) => ({
        message: "there is a merge key here",
        place: placeOf(document, key),
        quote: "<<",
        fix: "write the keys out",
      }));
    }
    yield* second(document);
  },
});

function* oddities(node: Node): Generator<[what: string, fix: string]> {
  if (isAlias(node)) {
    yield [`an alias, *${node.source}`, "write out what it stands for"];
    return;
  }
  if (node.anchor !== undefined) yield [`an anchor, &${node.anchor}`, "remove it"];
  if (node.tag !== undefined) yield [`a tag, ${node.tag}`, "remove it, and put text in quotes"];
}

function mergeKeys(node: Node): unknown[] {
  if (!isMap(node)) return [];
  return node.items
    .filter((pair) => keyOf(pair) === "<<" && isScalar(pair.key) && pair.key.type === "PLAIN")
    .map(({ key }) => key);
}

/** Whatever but comments follows the first document, however the parser was told to take it. */
function* second({ text, yaml, at }: ProductDocument): Generator<Found> {
  const behind = yaml?.range?.[2] ?? text.length;
  const next = text.slice(behind).search(/^(?![ \t\r]*(?:#.*)?$)/m);
  if (next < 0) return;
  const start = behind + next;
  const [quote = ""] = text.slice(start, start + 200).split(/\r?\n/);
  const fix = "keep one document, and remove the line ---";
  yield { message: "a second document begins here", place: at(start, start + quote.length), quote, fix };
}
