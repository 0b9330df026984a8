import { sha256, unseal, type Link, GENESIS, FIRST_SEQ } from "./chain.js";
import { RecordError, type Place, type RecordErrorCode } from "./error.js";
import { RECORD_FORMAT, type Event } from "./events.js";
import { EVENTS } from "./layout.js";
import { Limits, tooDeep } from "./limits.js";
import { BODIES, LINK, problem } from "./schema.js";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * One line of events.ndjson as an event that follows `last`. Own hash first, then the link, then the shape: so an
 * altered line, a removed line and a strange line are told apart.
 * @param bytes the line without its newline
 * @throws RecordError naming the line, its seq and offset, and what was expected
 */
export function parseLine(bytes: Uint8Array, last: Link | undefined, at: { line: number; offset: number }): Event {
  const seq = last ? last.seq + 1 : FIRST_SEQ;
  const place: Place = { file: EVENTS, line: at.line, seq, offset: at.offset };
  const refuse = (
    code: RecordErrorCode,
    what: string,
    more: { expected?: string; found?: string; cause?: unknown } = {},
  ) => {
    const { cause, ...details } = more;
    return new RecordError(code, `${EVENTS} line ${at.line} (seq ${seq}, byte ${at.offset}) ${what}`, {
      place: { ...place, ...details },
      next: NEXT[code] ?? "do not trust this record; get it again from its source",
      cause,
    });
  };

  if (at.line === 1) refuseNewerFormat(bytes, refuse);
  const sealed = unseal(bytes);
  if (!sealed)
    throw refuse("altered", "does not end in its hash", { expected: ',"hash":"<64 hex digits>"}', found: tail(bytes) });
  const found = sha256(sealed.hashed);
  if (found !== sealed.hash) {
    throw refuse("altered", "was altered: its bytes do not have the hash it names", { expected: sealed.hash, found });
  }
  if (tooDeep(bytes)) throw refuse("too-large", `nests deeper than ${Limits.depth} levels`);
  const event = parseJson(bytes, refuse);
  const wrong = problem(LINK, event);
  if (wrong) throw refuse("malformed", `has no place in the chain (${wrong})`);
  if (event.seq !== seq) {
    throw refuse("broken-chain", `holds seq ${event.seq} where ${seq} is due: lines were removed, repeated or moved`, {
      expected: `seq ${seq}`,
      found: `seq ${event.seq}`,
    });
  }
  const prev = last?.hash ?? GENESIS;
  if (event.prev !== prev) {
    throw refuse("broken-chain", "does not follow the line before it", {
      expected: `prev ${prev}`,
      found: `prev ${event.prev}`,
    });
  }
  const schema = Object.hasOwn(BODIES, event.type) ? BODIES[event.type] : undefined;
  if (!schema)
    throw refuse("unknown-event", `is of type ${JSON.stringify(event.type.slice(0, 80))}, unknown to this karat`);
  const broken = problem(schema, event);
  if (broken) throw refuse("malformed", `is no ${event.type} event (${broken})`);
  return event;
}

const NEXT: Partial<Record<RecordErrorCode, string>> = {
  "newer-format": "read it with a newer karat",
  "unknown-event": "read it with the karat that wrote it, or a newer one",
};

type Refuse = (
  code: RecordErrorCode,
  what: string,
  more?: { expected?: string; found?: string; cause?: unknown },
) => RecordError;

/** Before anything else is held against it: a later format may even hash in another way. */
function refuseNewerFormat(bytes: Uint8Array, refuse: Refuse): void {
  if (tooDeep(bytes)) return;
  let format: unknown;
  try {
    format = (JSON.parse(UTF8.decode(bytes)) as { format?: unknown } | null)?.format;
  } catch {
    return;
  }
  if (typeof format === "number" && format > RECORD_FORMAT) {
    throw refuse("newer-format", `says format ${format}; this karat reads up to ${RECORD_FORMAT}`, {
      expected: `format ≤ ${RECORD_FORMAT}`,
      found: `format ${format}`,
    });
  }
}

function parseJson(bytes: Uint8Array, refuse: Refuse): Event {
  let text: string;
  let event: unknown;
  try {
    text = UTF8.decode(bytes);
    event = JSON.parse(text);
  } catch (error) {
    throw refuse("malformed", "is no JSON in UTF-8", { cause: error });
  }
  // One way to write an event: a key that stands twice would be read in two ways.
  if (JSON.stringify(event) !== text)
    throw refuse("malformed", "is not written as karat writes it (a repeated key or odd spacing)");
  return event as Event;
}

function tail(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(-80)).toString("latin1");
}
