import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { EVENTS } from "../../record/layout.js";
import { render, sealReports, writeReports } from "../../report/files.js";
import type { Format } from "../../report/format.js";
import { readSource } from "../../report/source.js";
import { visible } from "../../report/visible.js";
import { thisTool } from "../../this-tool.js";
import { ExitCode } from "../exit.js";
import { UsageError } from "./usage.js";

export interface ReportOptions {
  format: readonly Format[];
  out?: string;
}

const PRINT = "-";

/** Does what `karat report` asks for. */
export function report(dir: string, { format, out }: ReportOptions): void {
  const source = readSource(dir);
  if (source.problems.length > 0) {
    process.stderr.write(source.problems.map((problem) => `karat: ${visible(problem)}\n`).join(""));
    process.exitCode = ExitCode.Inconclusive;
    if (out === undefined) {
      process.stderr.write(`  next: look at it with \`karat verify\`; --out writes reports elsewhere\n`);
      return;
    }
  }
  if (out === PRINT) {
    const [one, ...more] = format;
    if (one === undefined || more.length > 0) throw new UsageError("-o - prints one format", "name it with --format");
    process.stdout.write(render(one, source));
    return;
  }
  if (out !== undefined && existsSync(join(out, EVENTS)) && realpathSync(out) !== realpathSync(dir)) {
    throw new UsageError(`${out} holds another record, whose reports these would replace`, "name another folder");
  }
  if (out !== undefined) makeFolder(out);
  const written = out === undefined ? sealReports(dir, thisTool(), format) : writeReports(out, source, format);
  process.stdout.write(written.map(({ path }) => `${join(out ?? dir, path)}\n`).join(""));
}

function makeFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
  } catch (cause) {
    throw new UsageError(`${out} is no folder, and none can be made there`, "name another with -o", { cause });
  }
}
