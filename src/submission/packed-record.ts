import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { packRecord, unpackRecord } from "../record/archive.js";
import { readPlain } from "../record/files.js";
import { SubmissionError } from "./error.js";
import { once } from "./once.js";
import type { Submission, SubmittedFile } from "./submission.js";

/** Folder of a submission that holds what karat itself reads. */
export const KARAT = "karat";

/** Bytes that one text file of a submission may have, and all of a packed record: the programme takes 50 MiB in all. */
const PART = 5 * 1024 * 1024;
const WHOLE = 40 * 1024 * 1024;

const SINGLE = "record.txt";
const NUMBERED = /^record-\d{3}\.txt$/;

/** gzip's magic number and its one method. */
const BEGIN = Buffer.from([0x1f, 0x8b, 0x08]).toString("base64");

/** A record as files of a submission, by path: `karat/record.txt`, or parts that are read one after the other. */
export async function recordFiles(dir: string): Promise<Map<string, Uint8Array>> {
  return parted(Buffer.from(await packRecord(dir), "latin1"));
}

/** @param part bytes of a part at most */
export function parted(text: Uint8Array, part = PART): Map<string, Uint8Array> {
  if (text.length > WHOLE) throw tooLarge(text.length);
  const parts = Math.ceil(text.length / part);
  if (parts === 1) return new Map([[`${KARAT}/${SINGLE}`, text]]);
  return new Map(
    Array.from({ length: parts }, (_, index) => [
      `${KARAT}/record-${String(index + 1).padStart(3, "0")}.txt`,
      text.subarray(index * part, (index + 1) * part),
    ]),
  );
}

/** The packed record among a submission's files; undefined where it has none. */
export function packedRecord(files: ReadonlyMap<string, { bytes?: Uint8Array }>): Uint8Array | undefined {
  const names = [...files.keys()].filter((path) => dirname(path) === KARAT).map((path) => basename(path));
  const bytes = partsOf(names).map((name) => files.get(`${KARAT}/${name}`)?.bytes);
  const whole = bytes.filter((part) => part !== undefined);
  return whole.length === 0 || whole.length < bytes.length ? undefined : Buffer.concat(whole);
}

/** Whether a submission holds a packed record; whether it is a good one is only known when it is judged again. */
export const holdsRecord = once(({ files }: Submission): boolean => packedRecord(files) !== undefined);

/** The same submission with a packed record that cannot be read: for what must not lean on it. */
export function withoutRecord(submission: Submission): Submission {
  const files = [...submission.files].map(([path, file]): [string, SubmittedFile] => {
    if (dirname(path) !== KARAT || !isPackedRecord(path)) return [path, file];
    const { bytes: _, ...rest } = file;
    return [path, rest];
  });
  return { ...submission, files: new Map(files) };
}

/** Whether a path is that of a packed record or of a part of one. */
export function isPackedRecord(path: string): boolean {
  return partsOf([basename(path)]).length > 0;
}

/**
 * Whether a file, whatever its name, begins as a packed record does: with gzip (RFC 1952) in base64.
 * @throws Error of node:fs
 */
export function beginsAsPackedRecord(file: string): boolean {
  const fd = openSync(file, "r");
  try {
    const begin = Buffer.alloc(BEGIN.length);
    readSync(fd, begin);
    return begin.toString("latin1") === BEGIN;
  } finally {
    closeSync(fd);
  }
}

/**
 * The packed record of which a file is the whole or, by its name, a part.
 * @throws RecordError, SubmissionError `too-large`
 */
export function readPackedRecord(file: string): Uint8Array {
  const folder = dirname(file);
  const name = basename(file);
  const names = NUMBERED.test(name) ? partsOf(readdirSync(folder).filter((name) => name !== SINGLE)) : [name];
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const name of names) {
    const part = readPlain(join(folder, name), name, WHOLE);
    size += part.length;
    if (size > WHOLE) throw tooLarge(size);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Does something with a packed record as a folder, which is gone afterwards.
 * @throws RecordError where the text is none
 */
export async function withUnpacked<T>(text: Uint8Array, use: (dir: string) => T | Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "karat-record-"));
  try {
    await unpackRecord(text, dir);
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Names of a record's parts in their order; a whole one goes before parts. */
function partsOf(names: readonly string[]): string[] {
  return names.includes(SINGLE) ? [SINGLE] : names.filter((name) => NUMBERED.test(name)).toSorted();
}

function tooLarge(size: number): SubmissionError {
  const message = `the record has ${Math.ceil(size / 1024 ** 2)} MiB when packed, and a submission takes ${WHOLE / 1024 ** 2}`;
  return new SubmissionError("too-large", message, "run again with what the checklist asks for only (--only)");
}
