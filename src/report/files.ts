import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromFileSystem, RecordError } from "../record/error.js";
import type { DerivedFile, Tool } from "../record/events.js";
import { RecordReader } from "../record/reader.js";
import { RecordWriter } from "../record/writer.js";
import { ctrf } from "./ctrf.js";
import { ALL_FORMATS, FILES, type Format } from "./format.js";
import { e2eLog, goTestJson } from "./gotest.js";
import { page } from "./html/page.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { resultsJson } from "./results.js";
import { readSource, type ReportSource } from "./source.js";
import { trace } from "./trace.js";

const RENDER: Readonly<Record<Format, (source: ReportSource) => string>> = {
  html: page,
  json: resultsJson,
  junit,
  gotest: goTestJson,
  log: e2eLog,
  ctrf,
  markdown,
  trace,
};

/** A record as a report of this format. */
export function render(format: Format, source: ReportSource): string {
  return RENDER[format](source);
}

/**
 * Writes reports into a folder other than the record's, each at once: who reads meanwhile sees the old file or the new
 * one. Where one cannot be written, none is.
 * @returns the files in the order of `formats`
 * @throws RecordError `disk-full`, `io`
 */
export function writeReports(
  dir: string,
  source: ReportSource,
  formats: readonly Format[] = ALL_FORMATS,
): DerivedFile[] {
  const reports = formats.map((format) => rendered(format, source));
  const partial = ({ path }: DerivedFile): string => join(dir, `${path}.${process.pid}.partial`);
  const begun: string[] = [];
  try {
    mkdirSync(dir, { recursive: true });
    for (const { file, bytes } of reports) {
      const path = partial(file);
      closeSync(openSync(path, "wx"));
      begun.push(path);
      writeFileSync(path, bytes);
    }
    for (const { file } of reports) renameSync(partial(file), join(dir, file.path));
  } catch (error) {
    for (const path of begun) rmSync(path, { force: true });
    throw unwritten(error, dir);
  }
  return reports.map(({ file }) => file);
}

/**
 * Writes reports beside their record and takes them into its chain, so that `karat verify` knows them. A record whose
 * reports already stand as they would be written is left as it is.
 * @param dir the record's folder; nobody may be writing to it
 * @param tool this karat
 * @throws RecordError `locked` while the run goes on, or whatever keeps a record from being written to
 */
export function sealReports(dir: string, tool: Tool, formats: readonly Format[] = ALL_FORMATS): DerivedFile[] {
  const standing = upToDate(dir, formats);
  if (standing) return standing;
  const writer = RecordWriter.continue(dir, { secrets: [] });
  try {
    // Read again under the writer's lock: it may have cut off a torn last line.
    const files = writeReports(dir, readSource(dir), formats);
    writer.seal(
      files.map((file) => file.path),
      tool,
    );
    return files;
  } finally {
    writer.close();
  }
}

function rendered(format: Format, source: ReportSource): { file: DerivedFile; bytes: Buffer } {
  const bytes = Buffer.from(render(format, source), "utf8");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { file: { path: FILES[format], sha256, size: bytes.length }, bytes };
}

/** The reports, when each is named by the record and lies there as it would be written now. */
function upToDate(dir: string, formats: readonly Format[]): DerivedFile[] | undefined {
  const source = readSource(dir);
  const { files } = new RecordReader(dir).state();
  const named = formats.map((format) => files.find((file) => file.path === FILES[format]));
  if (named.includes(undefined)) return undefined;
  const same = formats.every((format, index) => {
    const { file, bytes } = rendered(format, source);
    return file.sha256 === named[index]?.sha256 && lies(join(dir, file.path), bytes);
  });
  return same ? named.filter((file) => file !== undefined) : undefined;
}

function lies(path: string, bytes: Buffer): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}

/** A record can do without its reports: they are made again from it. */
function unwritten(cause: unknown, dir: string): RecordError {
  const { code, message } = fromFileSystem(cause, `cannot write the reports into ${dir}`);
  return new RecordError(code, message, {
    next: "free some space and look at the folder's permissions, then `karat report DIR` makes them from the record",
    cause,
  });
}
