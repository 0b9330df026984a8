import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DerivedFile } from "../record/events.js";
import { ctrf } from "./ctrf.js";
import { e2eLog, goTestJson } from "./gotest.js";
import { page } from "./html/page.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { results } from "./results.js";
import type { ReportSource } from "./source.js";
import { trace } from "./trace.js";

interface FormatSpec {
  /** Name of its file. */
  file: string;
  render: (source: ReportSource) => string;
}

/** Every report that a record can be turned into, by the name that `--format` takes. */
export const FORMATS = {
  html: { file: "report.html", render: page },
  json: { file: "report.json", render: (source) => `${JSON.stringify(results(source), null, 2)}\n` },
  junit: { file: "junit.xml", render: junit },
  gotest: { file: "results.json", render: goTestJson },
  log: { file: "e2e.log", render: e2eLog },
  ctrf: { file: "ctrf.json", render: ctrf },
  markdown: { file: "summary.md", render: markdown },
  trace: { file: "trace.json", render: trace },
} as const satisfies Record<string, FormatSpec>;

export type Format = keyof typeof FORMATS;

/** One report as text. */
export function render(format: Format, source: ReportSource): string {
  return FORMATS[format].render(source);
}

/**
 * Writes reports into a folder, each at once or not at all: who reads meanwhile sees the old file or the new one.
 * @returns the files in the order of `formats`; where `dir` is the record's own folder, seal them (RecordWriter.seal)
 */
export function writeReports(
  dir: string,
  source: ReportSource,
  formats: readonly Format[] = Object.keys(FORMATS) as Format[],
): DerivedFile[] {
  mkdirSync(dir, { recursive: true });
  return formats.map((format) => {
    const path = FORMATS[format].file;
    const bytes = Buffer.from(render(format, source), "utf8");
    writeWhole(join(dir, path), bytes);
    return { path, sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
  });
}

function writeWhole(path: string, bytes: Buffer): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, bytes, { flag: "wx" });
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
