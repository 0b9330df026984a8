/** What a picture's first bytes say that it is. */
export type PictureKind = "svg" | "eps" | "ai" | "png" | "jpeg" | "gif" | "webp" | "unknown";

/** File signatures; EPS may begin with a binary header (Adobe, Encapsulated PostScript 3.0). */
const SIGNATURES: readonly [PictureKind, string][] = [
  ["png", "\x89PNG\r\n"],
  ["jpeg", "\xff\xd8\xff"],
  ["gif", "GIF8"],
  ["eps", "%!PS-Adobe"],
  ["eps", "\xc5\xd0\xd3\xc6"],
  // Illustrator's files are PDF since version 9.
  ["ai", "%PDF-"],
];

/** Units of a text that may stand before its root element: declarations, comments, a licence. */
const PROLOGUE = 64 * 1024;

export function pictureKind(bytes: Uint8Array): PictureKind {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  const known = SIGNATURES.find(([, signature]) => head.startsWith(signature))?.[0];
  if (known !== undefined) return known;
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "webp";
  return rootElement(Buffer.from(bytes.subarray(0, PROLOGUE)).toString("utf8")) === "svg" ? "svg" : "unknown";
}

/** Name of the first element, past what XML lets stand before it. */
function rootElement(text: string): string | undefined {
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    if (text.startsWith("<!--", at)) at = behind(text, "-->", at);
    else if (text.startsWith("<?", at)) at = behind(text, "?>", at);
    else if (text.startsWith("<!", at)) at = behind(text, ">", at);
    else return /^<(?:[\w-]{1,64}:)?([\w-]{1,64})[\s/>]/.exec(text.slice(at, at + 200))?.[1];
  }
  return undefined;
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
}

/** What makes a picture more than a picture, in words (W3C, SVG Integration: secure static mode). */
const ACTIVE: readonly [RegExp, string][] = [
  [/<(?:[\w-]{1,64}:)?script[\s/>]/i, "a script"],
  [/[\s"'/]on[a-z]{3,32}\s{0,64}=/i, "an event handler"],
  [/<(?:[\w-]{1,64}:)?(?:foreignObject|iframe|embed|object)[\s/>]/i, "a page within the picture"],
  [/(?:javascript|vbscript):/i, "a script address"],
  [/<!ENTITY\s/i, "an entity"],
  [/\bhref\s{0,64}=\s{0,64}["']?\s{0,64}(?:https?:)?\/\//i, "something from another host"],
];

/** What an SVG does besides being looked at. */
export function activeParts(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("utf8");
  return ACTIVE.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
}
