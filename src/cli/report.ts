import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { ALL_FORMATS, FORMATS, sealReports, writeReports, type Format } from "../report/files.js";
import { readSource } from "../report/source.js";
import { visible } from "../report/visible.js";
import { ExitCode } from "./exit.js";

const PRINT = "-";

/** `karat report DIR` */
export function reportCommand(): Command {
  const files = ALL_FORMATS.map((format) => `  ${format.padEnd(9)} ${FORMATS[format].file}`).join("\n");
  return new Command("report")
    .description("make a record's reports again, any of them, from the record alone")
    .argument("<dir>", "folder that `karat run` wrote")
    .addOption(
      new Option("--format <formats>", "which ones, comma-separated").argParser(formatsOf).default(ALL_FORMATS, "all"),
    )
    .option("-o, --out <dir>", "where to write them instead of beside the record; - prints one")
    .addHelpText(
      "after",
      `
Formats:
${files}

Beside the record they become part of its chain, so that \`karat verify\` knows them. Exit codes: 0 written, 2 usage,
3 the record is not sound (with --out the reports are written and say so).

Examples:
  $ karat report result
  $ karat report result --format junit,html -o /tmp/reports
  $ karat report result --format markdown -o - >> $GITHUB_STEP_SUMMARY`,
    )
    .action(report);
}

function report(dir: string, { format, out }: { format: readonly Format[]; out?: string }, command: Command): void {
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
    if (one === undefined || more.length > 0) command.error("error: -o - prints one format: name it with --format");
    process.stdout.write(FORMATS[one].render(source));
    return;
  }
  const written = out === undefined ? sealReports(dir, format) : writeReports(out, source, format);
  process.stdout.write(written.map(({ path }) => `${join(out ?? dir, path)}\n`).join(""));
}

function formatsOf(value: string): Format[] {
  const names = value.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !ALL_FORMATS.some((format) => format === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `there is no format ${JSON.stringify(unknown)}; there are ${ALL_FORMATS.join(", ")}.`,
    );
  }
  return [...new Set(names)] as Format[];
}
