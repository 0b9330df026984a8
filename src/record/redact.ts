import { encodings, SHORTEST_SECRET } from "./encodings.js";
import { RecordError } from "./error.js";

/** What stands where a secret stood. */
export const REDACTED = "[redacted]";

/**
 * Characters of an indexed block. A long secret is indexed by blocks that lie end to end, so that any run of
 * 2 × BLOCK − 1 of its characters holds a whole block: a secret that was cut in two is found as well.
 */
const BLOCK = 16;
const LONG = 2 * BLOCK - 1;

/**
 * Credentials by their looks, for those that nobody told us of. Repetitions are bounded and begin at a border, so that
 * no text is searched twice or overflows the matcher's stack.
 */
const LOOKS_SECRET = [
  // A JSON web token with its signature (RFC 7519).
  /(?<![\w-])eyJ[\w-]{8,4096}\.eyJ[\w-]{8,16384}\.[\w-]{16,2048}/g,
  /(?<=\b[Bb]earer )[\w.~+/-]{16,8192}=*/g,
];
const KEY_BEGINS = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g;
const KEY_ENDS = "PRIVATE KEY-----";
/** One of these stands in whatever the patterns above match: a search for a fixed text is far quicker. */
const HINTS = ["eyJ", "earer ", "PRIVATE KEY-----"];

interface Span {
  start: number;
  end: number;
}

/** Finds secrets in text, whole, encoded or in part, and puts a marker in their place. */
export class Redactor {
  readonly #short = new Set<string>();
  readonly #blocks = new Map<string, { form: string; offset: number }[]>();
  /** First filter on the rolling hash, by its low 16 bits. */
  readonly #filter = new Uint8Array(1 << 16);

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  /** @throws RecordError `secret` when it is too short to be told from ordinary text */
  add(secret: string): void {
    if (secret.trim() === "") return;
    if (secret.trim().length < SHORTEST_SECRET) {
      throw new RecordError("secret", `a credential in use has fewer than ${SHORTEST_SECRET} characters`, {
        next: "use a credential that can be told from ordinary text, so that it can be kept out of the record",
      });
    }
    for (const form of encodings(secret)) this.#index(form);
  }

  /** True when a secret in use, or a good part of one, stands in `text`. */
  finds(text: string): boolean {
    return this.#known(text, true).length > 0;
  }

  /** False when `redact` would change nothing, neither in `text` nor, if it is JSON, in any string of it. */
  suspects(text: string): boolean {
    return this.finds(text) || HINTS.some((hint) => text.includes(hint));
  }

  /** `text` with every secret replaced; the same string when there is none. */
  redact(text: string): string {
    const spans = this.#known(text, false);
    if (HINTS.some((hint) => text.includes(hint))) {
      for (const pattern of LOOKS_SECRET) {
        for (const match of text.matchAll(pattern)) {
          spans.push({ start: match.index, end: match.index + match[0].length });
        }
      }
      for (const span of privateKeys(text)) spans.push(span);
    }
    return spans.length === 0 ? text : replaced(text, spans);
  }

  #index(form: string): void {
    if (form.length < LONG) {
      this.#short.add(form);
      return;
    }
    for (let offset = 0; offset + BLOCK <= form.length; offset += BLOCK) {
      const block = form.slice(offset, offset + BLOCK);
      const places = this.#blocks.get(block) ?? [];
      places.push({ form, offset });
      this.#blocks.set(block, places);
      this.#filter[hashOf(block) & 0xffff] = 1;
    }
  }

  #known(text: string, firstOnly: boolean): Span[] {
    const spans: Span[] = [];
    for (const form of this.#short) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
        spans.push({ start: at, end: at + form.length });
        if (firstOnly) return spans;
      }
    }
    if (this.#blocks.size === 0 || text.length < BLOCK) return spans;
    let hash = hashOf(text.slice(0, BLOCK));
    for (let at = 0; ; at++) {
      if (this.#filter[hash & 0xffff] === 1) {
        const places = this.#blocks.get(text.slice(at, at + BLOCK));
        if (places) spans.push(widest(text, at, places));
        if (places && firstOnly) return spans;
      }
      if (at + BLOCK >= text.length) return spans;
      hash = rolled(hash, text.charCodeAt(at), text.charCodeAt(at + BLOCK));
    }
  }
}

/** PEM private keys (RFC 7468); one without its end reaches to the end of the text. */
function privateKeys(text: string): Span[] {
  const spans: Span[] = [];
  for (const { index: start, 0: begin } of text.matchAll(KEY_BEGINS)) {
    if (start < (spans.at(-1)?.end ?? 0)) continue;
    const end = text.indexOf(KEY_ENDS, start + begin.length);
    spans.push({ start, end: end < 0 ? text.length : end + KEY_ENDS.length });
  }
  return spans;
}

/** The longest run around a block that is still the secret's. */
function widest(text: string, at: number, places: readonly { form: string; offset: number }[]): Span {
  let best: Span = { start: at, end: at + BLOCK };
  for (const { form, offset } of places) {
    let before = 0;
    while (before < offset && before < at && form[offset - before - 1] === text[at - before - 1]) before++;
    let after = BLOCK;
    while (offset + after < form.length && form[offset + after] === text[at + after]) after++;
    if (before + after > best.end - best.start) best = { start: at - before, end: at + after };
  }
  return best;
}

function replaced(text: string, spans: Span[]): string {
  spans.sort((a, b) => a.start - b.start);
  let result = "";
  let done = 0;
  for (const { start, end } of spans) {
    if (end <= done) continue;
    // Spans that overlap are one secret: one marker.
    if (start >= done) result += text.slice(done, start) + REDACTED;
    done = end;
  }
  return result + text.slice(done);
}

// Rabin–Karp over BLOCK UTF-16 units, modulo 2^32.
const BASE = 0x01000193;
const LEADING = power(BASE, BLOCK - 1);

function hashOf(block: string): number {
  let hash = 0;
  for (let index = 0; index < block.length; index++) hash = (Math.imul(hash, BASE) + block.charCodeAt(index)) | 0;
  return hash;
}

function rolled(hash: number, leaving: number, entering: number): number {
  return (Math.imul(hash - Math.imul(leaving, LEADING), BASE) + entering) | 0;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let round = 0; round < exponent; round++) result = Math.imul(result, base);
  return result;
}
