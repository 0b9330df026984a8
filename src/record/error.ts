/**
 * - `not-a-record`: the folder holds no record, or not one of ours
 * - `newer-format`: written by a later karat
 * - `altered`: a line's or blob's bytes are not those that its hash names
 * - `broken-chain`: a line is whole but does not follow the one before it
 * - `malformed`: not UTF-8, not JSON, not as karat writes it, or a field has the wrong shape
 * - `unknown-event`: an event type that this version does not know
 * - `too-large`: beyond what a record may hold (limits.ts)
 * - `missing-blob`, `missing-observation`: the record names what is not there
 * - `unsafe-file`: a link, device, pipe or bad name where a plain file was expected
 * - `locked`: another writer is at work
 * - `not-empty`: the folder is taken
 * - `disk-full`, `io`: the operating system refused
 * - `secret`: a secret in use would have entered the record
 * - `closed`: the writer was closed, or gave up after an earlier error
 */
export type RecordErrorCode =
  | "not-a-record"
  | "newer-format"
  | "altered"
  | "broken-chain"
  | "malformed"
  | "unknown-event"
  | "too-large"
  | "missing-blob"
  | "missing-observation"
  | "unsafe-file"
  | "locked"
  | "not-empty"
  | "disk-full"
  | "io"
  | "secret"
  | "closed";

/** Where in a record something is wrong. */
export interface Place {
  /** Path below the record's folder. */
  file: string;
  /** From 1. */
  line?: number;
  /** Of the event that should stand there. */
  seq?: number;
  /** Byte offset of the line in the file. */
  offset?: number;
  expected?: string;
  found?: string;
}

/** Whatever goes wrong with a record: what, where, why (`cause`) and what to do (`next`). */
export class RecordError extends Error {
  override name = "RecordError";
  readonly next?: string;
  readonly place?: Place;

  constructor(
    readonly code: RecordErrorCode,
    message: string,
    details: { place?: Place; next?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    if (details.next !== undefined) this.next = details.next;
    if (details.place !== undefined) this.place = details.place;
  }
}

/** Turns an error of node:fs into ours; a full disk is told from the rest. */
export function fromFileSystem(error: unknown, doing: string, place?: Place): RecordError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const where = place === undefined ? {} : { place };
  // EFBIG is what RLIMIT_FSIZE answers: as full as a full disk.
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return new RecordError("disk-full", `${doing}: no space left`, {
      ...where,
      next: "free some space, then go on with `karat run --resume DIR`; the record is readable as far as it goes",
      cause: error,
    });
  }
  const text = error instanceof Error ? error.message : String(error);
  return new RecordError("io", `${doing}: ${text}`, {
    ...where,
    next: "check the folder's permissions and the disk",
    cause: error,
  });
}
