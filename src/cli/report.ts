import { Command, InvalidArgumentError, Option } from "commander";
import { ALL_FORMATS, FILES, type Format } from "../report/format.js";
import type { ReportOptions } from "./work/report.js";

/** `karat report DIR` */
export function reportCommand(): Command {
  const files = ALL_FORMATS.map((format) => `  ${format.padEnd(9)} ${FILES[format]}`).join("\n");
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

Beside the record they become part of its chain, so that \`karat verify\` knows them. Exit codes: 0 written, 2 usage
or a folder without a record, 3 the record is not sound (with --out the reports are written and say so).

Examples:
  $ karat report result
  $ karat report result --format junit,html -o /tmp/reports
  $ karat report result --format markdown -o - >> $GITHUB_STEP_SUMMARY`,
    )
    .action(async (dir: string, options: ReportOptions) => {
      const { report } = await import("./work/report.js");
      report(dir, options);
    });
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
