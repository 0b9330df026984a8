import { Command, Option } from "commander";
import type { SiteOptions } from "../work/submission/site.js";
import { dateOf } from "./date.js";

/** `karat submission site DIR` */
export function siteCommand(): Command {
  return new Command("site")
    .description("a static comparison of all submissions: who claims what, what shows it, what still stands")
    .argument("<dir>", "folder that holds vX.Y/PRODUCT, such as a clone of the programme's repository")
    .option("-o, --out <dir>", "folder for the pages: new, empty, or a site that karat wrote before")
    .addOption(
      new Option("--date <date>", "day on which to judge, e.g. 2026-08-01 (default: today, UTC)").argParser(dateOf),
    )
    .option("--checklists <dir>", "folder of the programme's AIConformance-X.YY.yaml (default: DIR/docs)")
    .addOption(
      new Option("--output <format>", "what to print: where it is, or all of its data")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText(
      "after",
      `
Plain pages that need no server: they work from a disk and below any path, and load nothing from elsewhere. Merge
dates come from git's history; without it they are unknown. Nothing is asked of the network. The same submissions on
the same --date give the same bytes. Exit codes: 0 written, 2 usage, 3 it could not be written.

Examples:
  $ karat submission site k8s-ai-conformance -o site
  $ karat submission site . -o /tmp/site --date 2026-08-01
  $ karat submission site . --output json | jq '.submissions[] | select(.standing == "lapsed") | .directory'`,
    )
    .action(async (dir: string, options: SiteOptions) => {
      const { site } = await import("../work/submission/site.js");
      await site(dir, options);
    });
}
