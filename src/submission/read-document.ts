import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { type Claim, type Located, PRODUCT, type ProductDocument } from "./document.js";
import type { Place } from "./finding.js";
import { nestsTooDeep } from "./nesting.js";

/** Bytes of PRODUCT.yaml that are parsed at most: the programme's have 9 KiB, filled ones up to 30. */
export const LARGEST_DOCUMENT = 256 * 1024;

/**
 * Reads PRODUCT.yaml, however broken: what cannot be read is absent and for rules to tell of. Nothing is resolved, so an
 * alias costs no more than its name. Never throws.
 * @param bytes undefined for a file that is larger than any file may be, or a link
 */
export function readDocument(bytes: Uint8Array | undefined): ProductDocument {
  // Of a part of it nothing could be said, and nothing mended.
  if (bytes === undefined || bytes.length > LARGEST_DOCUMENT) return unread("");
  const text = Buffer.from(bytes).toString("utf8");
  if (nestsTooDeep(text)) return unread(text);
  const lines = new LineCounter();
  const at = (start: number, end = start): Place => ({
    file: PRODUCT,
    ...position(lines, start),
    end: position(lines, end),
  });
  // The parser's own search for keys that stand twice compares each with each.
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent", uniqueKeys: false });
  const root = isMap(yaml.contents) ? yaml.contents : undefined;
  return { text, yaml, metadata: metadataOf(root, at), claims: [...claimsOf(root, at)], at };
}

type At = ProductDocument["at"];

/** The text of what is not parsed. */
function unread(text: string): ProductDocument {
  const at = (): Place => ({ file: PRODUCT, line: 1, column: 1 });
  return { text, metadata: new Map(), claims: [], at };
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  // Of an empty file the counter knows no line.
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function* entries(map: unknown): Generator<[key: string, value: unknown]> {
  if (!isMap(map)) return;
  for (const { key, value } of map.items) if (isScalar(key)) yield [key.source ?? String(key.value), value];
}

function valueOf(map: YAMLMap | undefined, name: string): unknown {
  for (const [key, value] of entries(map)) if (key === name) return value;
  return undefined;
}

/** A scalar that is no text, such as 1.30, is as it is written. */
function asWritten(node: unknown, at: At): Located<string> | undefined {
  if (!isScalar(node) || !node.range) return undefined;
  const value = typeof node.value === "string" ? node.value : (node.source ?? "");
  return { value, place: at(node.range[0], node.range[1]) };
}

function textOf(node: unknown, at: At): Located<string> | undefined {
  return isScalar(node) && typeof node.value === "string" ? asWritten(node, at) : undefined;
}

function metadataOf(root: YAMLMap | undefined, at: At): Map<string, Located<string>> {
  const metadata = new Map<string, Located<string>>();
  for (const [key, node] of entries(valueOf(root, "metadata"))) {
    const value = asWritten(node, at);
    if (value) metadata.set(key, value);
  }
  return metadata;
}

function* claimsOf(root: YAMLMap | undefined, at: At): Generator<Claim> {
  for (const [category, list] of entries(valueOf(root, "spec"))) {
    for (const item of isSeq(list) ? list.items : []) if (isMap(item)) yield claimOf(category, item, at);
  }
}

const TEXTS = ["id", "description", "level", "status", "notes"] as const;

function claimOf(category: string, map: YAMLMap, at: At): Claim {
  const evidence = valueOf(map, "evidence");
  const claim: Claim = {
    category,
    evidence: isSeq(evidence) ? evidence.items.flatMap((item) => textOf(item, at) ?? []) : [],
    place: at(map.range?.[0] ?? 0, map.range?.[1] ?? 0),
  };
  for (const key of TEXTS) {
    const text = textOf(valueOf(map, key), at);
    if (text) claim[key] = text;
  }
  return claim;
}
