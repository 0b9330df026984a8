import { join } from "node:path";
import { codeDigest } from "../code-digest.js";
import { sha256 } from "../record/chain.js";
import type { DerivedFile, Event, Tool } from "../record/events.js";
import { readPlain } from "../record/files.js";
import { Limits } from "../record/limits.js";
import type { RecordReader } from "../record/reader.js";
import { render } from "../report/files.js";
import { ALL_FORMATS, FILES } from "../report/format.js";
import { samePage } from "../report/html/same-page.js";
import { sourceOf, type ReportSource } from "../report/source.js";
import type { Problem, Verification } from "./verification.js";

/**
 * Makes the reports that a record names again and compares: that a report has the hash which the chain names says
 * little, as whoever changes a report can make the chain anew. Reports of another version, or of other code that bears
 * the same, may look otherwise, and are only noted.
 * @param reader of a record whose events, blobs and files are whole
 */
export function checkReports(reader: RecordReader, events: readonly Event[], result: Verification): void {
  const others = new Map<string, string[]>();
  // Those that were written together are made of the same.
  const sources = new Map<number, ReportSource>();
  const sourceAt = (after: number): ReportSource => {
    const source = sources.get(after) ?? sourceOf(events.slice(0, after), (observation) => reader.data(observation));
    sources.set(after, source);
    return source;
  };
  for (const report of written(events)) {
    const by = otherCode(report.by, result.judgedBy);
    if (by !== undefined) others.set(by, [...(others.get(by) ?? []), report.file.path]);
    else result.problems.push(...reportProblems(reader.dir, report, sourceAt, result.judgedBy));
  }
  for (const [by, paths] of others) {
    const what = `${paths.join(", ")}: written by ${by}, and not compared with what karat ${result.judgedBy} makes of the record`;
    result.notes.push(what);
  }
}

interface Written {
  file: DerivedFile;
  by: Tool;
  /** How many events there were when it was made. */
  after: number;
}

/** Of several files with one path the last counts. */
function written(events: readonly Event[]): Iterable<Written> {
  const files = new Map<string, Written>();
  let running: Tool = { name: "karat", version: "" };
  for (const [after, event] of events.entries()) {
    if (event.type === "run.started" || event.type === "run.resumed") running = event.tool;
    if (event.type !== "files.written") continue;
    for (const file of event.files) files.set(file.path, { file, by: event.tool ?? running, after });
  }
  return files.values();
}

/** What wrote a report, in words, unless it was this karat. */
function otherCode({ version, sha256 }: Tool, own: string): string | undefined {
  if (version !== own) return `karat ${version}`;
  if (sha256 === undefined || sha256 === codeDigest()) return undefined;
  return `karat ${version} of other code (${sha256.slice(0, 12)})`;
}

function reportProblems(
  dir: string,
  { file: { path, sha256: recorded }, after }: Written,
  sourceAt: (after: number) => ReportSource,
  version: string,
): Problem[] {
  const place = { file: path };
  const format = ALL_FORMATS.find((format) => FILES[format] === path);
  if (format === undefined) {
    const what = `the record names ${JSON.stringify(path)} as a report of karat ${version}, which writes none of that name`;
    return [{ code: "report", what, place, next: "find out who put it there" }];
  }
  const again = render(format, sourceAt(after));
  if (sha256(Buffer.from(again)) === recorded) return [];
  const found = readPlain(join(dir, path), path, Limits.blob).toString();
  if (format === "html" && samePage(found, again)) return [];
  const what = `${path} is not what karat ${version} makes of this record: it was changed, and the chain made anew after it`;
  return [
    { code: "report", what, place, next: "find out who changed it; `karat report DIR` makes it from the record" },
  ];
}
