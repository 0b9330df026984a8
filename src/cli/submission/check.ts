import { Command, Option } from "commander";
import { SEVERITIES } from "../../submission/finding.js";
import type { CheckOptions } from "../work/submission/check.js";
import { dateOf } from "./date.js";

const several = (value: string, before: readonly string[] = []): string[] => [...before, ...value.split(",")];

/** `karat submission check DIR…` */
export function checkCommand(): Command {
  return new Command("check")
    .description("hold submissions against the rules: what is wrong, in which line, and how to mend it")
    .argument("[dir...]", "folders vX.Y/PRODUCT, vX.Y, or a repository; with --git paths in it, without any all of it")
    .option("--git <ref>", "check a commit as it is, without a checkout")
    .option("--repo <dir>", "the repository of --git (default: the working directory)")
    .option("--base <ref>", "with --git only what it changes since it left this branch, as a pull request would")
    .option("--profile <name>", "strict, compat (what the programme's own validator says) or compat@VERSION", "strict")
    .option("--checklists <dir>", "folder of AIConformance-X.Y.yaml, or one file (default: downloaded and kept)")
    .option("--links", "ask for each link too: politely, and only at public addresses")
    .option("--fix", "write into PRODUCT.yaml what can be mended safely, and check again")
    .option("--rule <id>", "only this rule; several by commas or repetition", several)
    .option("--skip-rule <id>", "all but this rule; several by commas or repetition", several)
    .addOption(
      new Option("--fail-on <severity>", "the mildest finding that fails")
        .choices(SEVERITIES.filter((severity) => severity !== "info"))
        .default("error"),
    )
    .addOption(
      new Option("--date <date>", "day on which to judge, e.g. 2026-08-01 (default: today, UTC)").argParser(dateOf),
    )
    .addOption(
      new Option("--output <format>", "how to print it").choices(["text", "json", "sarif", "junit"]).default("text"),
    )
    .option("--output-file <file>", "write it there, and text to the terminal")
    .addHelpText(
      "after",
      `
What each rule wants, and why, stands in docs/rules.md. Nothing of a submission is executed, and links are followed
only with --links. Exit codes: 0 nothing fails, 1 something was found that fails, whatever could not be checked beside
it, 2 usage, 3 nothing was found that fails, and something could not be checked.

Examples:
  $ karat submission check v1.37/acme
  $ karat submission check . --profile compat
  $ karat submission check --git pull/42/head --repo k8s-ai-conformance v1.37/acme
  $ karat submission check --git HEAD --base upstream/main
  $ karat submission check v1.37/acme --fix
  $ karat submission check . --output sarif --output-file karat.sarif`,
    )
    .action(async (dirs: string[], options: CheckOptions) => {
      const { checkSubmissions } = await import("../work/submission/check.js");
      await checkSubmissions(dirs, options);
    });
}
