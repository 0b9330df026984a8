/** What one record may hold. The writer keeps to it, so a reader may refuse anything beyond as hostile. */
export const Limits = {
  /** Bytes of JSON of one observation's data up to which it stands in its event: keeps the log quick to read. */
  inline: 4 * 1024,
  /** Bytes of one line: a plan of hundreds of checks is a tenth of it. */
  line: 1024 * 1024,
  /** Bytes of one blob: the log of a chatty container, or a LIST of some thousand pods. */
  blob: 64 * 1024 * 1024,
  /** Bytes of events.ndjson, of which a fold holds nearly all in memory; a run of twenty requirements writes about 2 MiB. */
  events: 64 * 1024 * 1024,
  /** Nested arrays and objects: the deepest API objects (CRD schemas) have about 40; parsers recurse. */
  depth: 200,
  /** Files in a record's folder, blobs included. */
  files: 100_000,
  /** Bytes of all files of a record that is packed into one (archive.ts), which is done in memory. */
  archive: 256 * 1024 * 1024,
  /** Characters of a derived file's path. */
  path: 200,
} as const;

/** True when JSON text nests deeper than `Limits.depth`; linear, and never recurses. */
export function tooDeep(json: Uint8Array): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < json.length; index++) {
    const byte = json[index];
    if (quoted) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > Limits.depth) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
