import { isMap } from "yaml";
import { rule } from "../define.js";
import { keyOf, nodesOf, placeOf } from "../nodes.js";

export const keyTwice = rule({
  id: "YAML-002",
  severity: "error",
  title: "No key stands twice in one mapping.",
  why: "Some parsers take the first of two values and some the last, so a reviewer may read another one than the checker.",
  mend: "Keep the one that holds, and remove the other.",
  *find({ document }) {
    for (const node of nodesOf(document)) {
      if (!isMap(node)) continue;
      const first = new Map<string, number>();
      for (const pair of node.items) {
        const key = keyOf(pair);
        if (key === undefined) continue;
        const place = placeOf(document, pair.key);
        const before = first.get(key);
        if (before === undefined) first.set(key, place.line);
        else {
          const message = `${key} stands twice: in line ${before} and here`;
          yield { message, place, quote: key, fix: "remove one of the two" };
        }
      }
    }
  },
});
