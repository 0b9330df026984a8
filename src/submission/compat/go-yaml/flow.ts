import { isCollection, isMap, isScalar, type ParsedNode } from "yaml";

/**
 * What yaml.v3 refuses in brackets and braces, and YAML 1.2 allows (its scannerc.go): "?" within a plain scalar, as in
 * an address with a query, ":" at its beginning, a key without a name, and one in another line than its colon.
 */
export function isRefusedFlow(node: ParsedNode, text: string): boolean {
  if (!isCollection(node) || node.flow !== true) return false;
  if (!isMap(node)) return node.items.some((item) => isCut(item, text));
  return node.items.some(({ key, value }) => isCut(key, text) || isCut(value, text) || isBroken(key, value, text));
}

/** At its beginning "?" announces a key. */
function isCut(node: ParsedNode | null, text: string): boolean {
  if (!isScalar(node) || node.type !== "PLAIN") return false;
  const source = text.slice(node.range[0], node.range[1]);
  return source.startsWith(":") || source.includes("?", 1);
}

/** Without a value there is no colon, and what is announced by "?" may be nothing, or have many lines. */
function isBroken(key: ParsedNode, value: ParsedNode | null, text: string): boolean {
  const [start, end] = key.range;
  if (value === null || /\?\s*$/.test(text.slice(Math.max(0, start - 100), start))) return false;
  if (start === end && !key.tag && !("anchor" in key && key.anchor)) return true;
  const colon = text.indexOf(":", end);
  return colon >= 0 && text.slice(start, colon).includes("\n");
}
