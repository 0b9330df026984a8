import {
  Composer,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Document,
  type ParsedNode,
  type Scalar,
  type YAMLParseError,
} from "yaml";
import { nestsTooDeep } from "../../nesting.js";
import { GoYamlError } from "./error.js";
import { isRefusedFlow } from "./flow.js";
import type { GoNode } from "./node.js";
import { textOf } from "./text.js";
import { asYaml12 } from "./yaml12.js";

/**
 * The first document of a file as yaml.v3 reads it; what follows it is not looked at.
 * @returns undefined for a file without a document
 * @throws GoYamlError for what is no YAML
 */
export function parse(bytes: Uint8Array): GoNode | undefined {
  const text = asYaml12(textOf(bytes));
  if (nestsTooDeep(text)) throw new GoYamlError("it nests deeper than karat reads");
  const lines = new LineCounter();
  const document = firstDocument(text, lines);
  if (!document) return undefined;
  const end = endOf(document, lines);
  const error = document.errors.find((each) => !isForgiven(each, end));
  if (error) throw new GoYamlError(`line ${lines.linePos(error.pos[0]).line}: ${error.message}`);
  return document.contents ? nodeOf(document.contents, { text, lines, anchors: new Map() }) : undefined;
}

function firstDocument(text: string, lines: LineCounter): Document.Parsed | undefined {
  const composer = new Composer({ schema: "failsafe", prettyErrors: false, logLevel: "silent", uniqueKeys: false });
  for (const document of composer.compose(new Parser(lines.addNewLine).parse(text))) return document;
  return undefined;
}

/** What is behind the first document is not looked at, and a comment may follow a quote at once. */
function isForgiven({ code, pos, message }: YAMLParseError, end: number): boolean {
  return (code === "UNEXPECTED_TOKEN" && pos[0] >= end) || message.startsWith("Comments must be separated");
}

/** Where the document ends by itself: behind a root that is in brackets or quotes, or is left by a line before it. */
function endOf({ contents }: Document.Parsed, lines: LineCounter): number {
  if (!contents) return Number.POSITIVE_INFINITY;
  const [start, end] = contents.range;
  const closed = isCollection(contents) ? contents.flow === true : isScalar(contents) && isQuoted(contents);
  return closed || lines.linePos(start).col > 1 ? end : Number.POSITIVE_INFINITY;
}

function isQuoted({ type }: Scalar): boolean {
  return type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
}

interface Reading {
  text: string;
  lines: LineCounter;
  anchors: Map<string, GoNode>;
}

/** YAML 1.2 lets nearly every sign be part of a name. */
const ANCHOR = /^[\w-]+$/;

function nodeOf(node: ParsedNode | null, reading: Reading): GoNode {
  if (node === null) return { kind: "scalar", value: "", quoted: false, content: [], line: 1 };
  const { text, lines, anchors } = reading;
  const line = lines.linePos(node.range[0]).line;
  const name = isAlias(node) ? node.source : node.anchor;
  if (name !== undefined && !ANCHOR.test(name))
    throw new GoYamlError(`line ${line}: did not find expected alphabetic or numeric character`);
  if (isAlias(node)) {
    const target = anchors.get(node.source);
    if (!target) throw new GoYamlError(`unknown anchor '${node.source}' referenced`);
    return { kind: "alias", value: node.source, quoted: false, content: [], line, target };
  }
  const tag = node.tag === undefined ? undefined : shortTag(node.tag);
  const made: GoNode = {
    kind: isMap(node) ? "mapping" : isSeq(node) ? "sequence" : "scalar",
    ...(tag === undefined ? {} : { tag }),
    value: isScalar(node) && typeof node.value === "string" ? node.value : "",
    quoted: isScalar(node) && node.type !== "PLAIN",
    content: [],
    line,
  };
  if (node.anchor !== undefined) anchors.set(node.anchor, made);
  if (isMap(node) && node.flow !== true && node.items.some(({ key }) => isKeyless(key, text)))
    throw new GoYamlError(`line ${line}: did not find expected key`);
  if (isRefusedFlow(node, text))
    throw new GoYamlError(`line ${line}: did not find expected ',' or the end of the flow`);
  const parts = isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : isSeq(node) ? node.items : [];
  made.content = parts.map((part) => nodeOf(part, reading));
  return made;
}

/** A key that is neither there nor announced by "?". */
function isKeyless(key: ParsedNode, text: string): boolean {
  return isScalar(key) && key.range[0] === key.range[1] && !key.tag && !key.anchor && text[key.range[0]] === ":";
}

const LONG = "tag:yaml.org,2002:";

function shortTag(tag: string): string {
  return tag.startsWith(LONG) ? `!!${tag.slice(LONG.length)}` : tag;
}
