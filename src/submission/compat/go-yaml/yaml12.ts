import { CST, Lexer } from "yaml";
import { GoYamlError } from "./error.js";

/** Further than any block is indented, so that what begins there belongs to what was begun before. */
const FAR = " ".repeat(200);

/** Places that are mended at most; whoever has more has no YAML to hand in. */
const MENDED = 20;

/**
 * The text as a parser of YAML 1.2 must see it to read what yaml.v3 reads: that one also breaks lines as YAML 1.1 does,
 * lets the further lines of quoted scalars and of flow collections begin anywhere, and knows other escapes.
 * @throws GoYamlError for an end of the document before its beginning
 */
export function asYaml12(text: string): string {
  let result = text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replaceAll("\n\ufeff", "\n");
  for (let mended = 0; mended < MENDED; mended++) {
    const next = mendedOnce(result);
    if (next === undefined) return result;
    result = next;
  }
  return result;
}

/** The text with the first line that begins too early moved; undefined where none does. */
function mendedOnce(text: string): string | undefined {
  let [offset, empty] = [0, true];
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source);
    if (empty && type === "doc-end") throw new GoYamlError("did not find expected node content");
    if (type === "flow-error-end") return moved(text, offset, offset);
    if (isOpen(source)) return moved(text, text.indexOf("\n", offset) + 1, closing(text, offset));
    if (source.startsWith('"') && OTHER_ESCAPES.test(source)) return reescaped(text, offset, source);
    empty &&= EMPTY.has(type ?? "");
    // Marks of the lexer's own stand nowhere in the text.
    if (!MARKS.has(type ?? "")) offset += source.length;
  }
  return undefined;
}

const EMPTY: ReadonlySet<string> = new Set(["doc-mode", "byte-order-mark", "comment", "newline", "space"]);
const MARKS: ReadonlySet<string> = new Set(["doc-mode", "scalar"]);

/** Whether a token is a quoted scalar that goes on in a line that begins too early. */
function isOpen(source: string): boolean {
  const quote = source[0];
  if (quote !== '"' && quote !== "'") return false;
  const inside = quote === '"' ? source.slice(1).replace(/\\./gs, "") : source.slice(1).replaceAll("''", "");
  return !inside.endsWith(quote);
}

const OTHER_ESCAPES = /^"(?:[^\\]|\\[^/'])*\\[/']/s;

/** yaml.v3 knows `\'` in double quotes, and not `\/`. */
function reescaped(text: string, offset: number, source: string): string {
  const escapes = source.replace(/\\(.)/gs, (escape, character: string) => {
    if (character === "/") throw new GoYamlError("found unknown escape character");
    return character === "'" ? character : escape;
  });
  return text.slice(0, offset) + escapes + text.slice(offset + source.length);
}

/** The lines that begin between two offsets, moved to the right; undefined where one of them ends the document. */
function moved(text: string, from: number, to: number): string | undefined {
  if (from <= 0 || to < from) return undefined;
  const lines = text.slice(from, to + 1);
  if (/^(?:---|\.\.\.)(?:\s|$)/m.test(lines)) return undefined;
  return `${text.slice(0, from)}${lines.replace(/^(?=.)/gm, FAR)}${text.slice(to + 1)}`;
}

/** Where the quoted scalar ends that begins at an offset; -1 where it does not. */
function closing(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] !== quote) continue;
    else if (quote === "'" && text[at + 1] === "'") at++;
    else return at;
  }
  return -1;
}
