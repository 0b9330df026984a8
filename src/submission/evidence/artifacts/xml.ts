/** A tag of an XML document, in its order; an empty element opens and closes. */
export interface Tag {
  kind: "open" | "close";
  name: string;
  /** As they are written but for character references; none on a closing tag. */
  attributes: ReadonlyMap<string, string>;
  offset: number;
}

/** What is wrong with a document, and where. */
export class XmlError extends Error {
  override name = "XmlError";
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Elements within elements at most. */
const DEEPEST = 32;
const MOST_ATTRIBUTES = 64;

const NAME = "[A-Za-z_][\\w:.-]*";
/** One piece of markup: comment, CDATA, processing instruction, closing tag, opening tag (XML 1.0, 2.4 to 3.1). */
const MARKUP = new RegExp(
  "<!--[^]*?-->|(<!\\[CDATA\\[)[^]*?\\]\\]>|<\\?[^]*?\\?>" +
    `|</(${NAME})\\s*>|<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  "y",
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "g");

/**
 * Reads a document tag by tag. Text, comments and instructions are skipped. A DTD is refused, so there are no entities
 * but XML's own five; nothing is kept but the open elements' names. An own reader, because a junit.xml has 7000 cases
 * and the tree that a library makes of them takes twenty times as long.
 * @throws XmlError at the first thing that is not well-formed
 */
export function* tagsOf(text: string): Generator<Tag> {
  const open: string[] = [];
  let roots = 0;
  let at = 0;
  for (let next = text.indexOf("<"); next >= 0; next = text.indexOf("<", at)) {
    if (open.length === 0 && text.slice(at, next).trim() !== "") throw new XmlError("there is text outside", at);
    if (text.startsWith("<!DOCTYPE", next)) throw new XmlError("it has a DTD, which no test report needs", next);
    MARKUP.lastIndex = next;
    const found = MARKUP.exec(text);
    if (!found) throw new XmlError("this is no markup", next);
    const [, data, closed, name, attributes = "", empty] = found;
    at = MARKUP.lastIndex;
    if (closed !== undefined) {
      if (open.pop() !== closed) throw new XmlError(`</${closed}> closes nothing`, next);
      yield { kind: "close", name: closed, attributes: NONE, offset: next };
    } else if (name !== undefined) {
      if (open.length === 0 && roots++ > 0) throw new XmlError("there is a second root", next);
      open.push(name);
      if (open.length > DEEPEST) throw new XmlError("it nests too deep", next);
      yield { kind: "open", name, attributes: attributesIn(attributes, next), offset: next };
      if (empty !== "/") continue;
      open.pop();
      yield { kind: "close", name, attributes: NONE, offset: next };
    } else if (data !== undefined && open.length === 0) throw new XmlError("there is text outside", next);
  }
  if (open.length > 0) throw new XmlError(`<${open.at(-1) ?? ""}> is not closed`, text.length);
  if (roots === 0 || text.slice(at).trim() !== "") throw new XmlError("there is no element, or text behind it", at);
}

const NONE: ReadonlyMap<string, string> = new Map();

function attributesIn(text: string, offset: number): ReadonlyMap<string, string> {
  if (text === "") return NONE;
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of text.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) throw new XmlError(`${name} stands twice`, offset);
    if (attributes.size >= MOST_ATTRIBUTES) throw new XmlError("there are too many attributes", offset);
    attributes.set(name, resolved(double ?? single ?? ""));
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** XML's five entities and character references (XML 1.0, 4.1 and 4.6); any other stays as it is. */
function resolved(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? parseInt(hex ?? "", 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
