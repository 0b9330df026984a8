import { isCollection, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { ProductDocument } from "../document.js";
import type { Place } from "../finding.js";
import { TOP } from "./source.js";

/** Every node of PRODUCT.yaml in its order, without recursion: how deep it nests is the submitter's choice. */
export function* nodesOf({ yaml }: ProductDocument): Generator<Node> {
  const left: unknown[] = [yaml?.contents];
  while (left.length > 0) {
    const node = left.pop();
    if (isPair(node)) left.push(node.value, node.key);
    if (!isNode(node)) continue;
    yield node;
    if (isCollection(node)) for (let at = node.items.length - 1; at >= 0; at--) left.push(node.items[at]);
  }
}

/** Where a node stands; the file's beginning for what stands nowhere. */
export function placeOf(document: ProductDocument, node: unknown): Place {
  return isNode(node) && node.range ? document.at(node.range[0], node.range[1]) : TOP;
}

/** A key as it reads; undefined for one that is no scalar. */
export function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? (key.source ?? String(key.value)) : undefined;
}

/** The root's value of a key, such as `metadata`. */
export function section({ yaml }: ProductDocument, name: string): Pair | undefined {
  const root = yaml?.contents;
  return isMap(root) ? root.items.find((pair) => keyOf(pair) === name) : undefined;
}

/** Keys and values below a root key that is a map. */
export function pairsOf(document: ProductDocument, name: string): readonly Pair[] {
  const value = section(document, name)?.value;
  return isMap(value) ? value.items : [];
}

/** One entry of a list below `spec`. */
export interface EntryNode {
  category: string;
  map: YAMLMap;
}

/** Entries that are maps, of categories that are lists. */
export function* entriesOf(document: ProductDocument): Generator<EntryNode> {
  for (const pair of pairsOf(document, "spec")) {
    const category = keyOf(pair);
    if (category === undefined || !isSeq(pair.value)) continue;
    for (const map of pair.value.items) if (isMap(map)) yield { category, map };
  }
}
