import { Command, Option } from "commander";
import type { NewOptions } from "../work/submission/new.js";

/** `karat submission new RUN` */
export function newCommand(): Command {
  return new Command("new")
    .description("write a submission from a run: PRODUCT.yaml, the tests' results, the record, and a page about it")
    .argument("[run]", "folder that `karat run` wrote, finished and against a checklist")
    .option("--product <file>", "YAML about the product: what a run cannot know, see --template")
    .option("-o, --out <dir>", "folder for the submission, best vX.Y/PRODUCT; must be new or empty")
    .option("--checklist <file>", "the programme's own checklist of the run's minor (default: downloaded)")
    .option("--key <file>", "sign it with this ed25519 private key (default: the bundle beside the run, if any)")
    .addOption(
      new Option("--template", "print an empty product file").conflicts(["product", "out", "checklist", "key"]),
    )
    .addOption(
      new Option("--output <format>", "how to print what was written").choices(["text", "json"]).default("text"),
    )
    .addHelpText(
      "after",
      `
The record is judged again first. Only what passed is called Implemented by karat; what it did not prove is the
vendor's own claim, and says so, or Not Implemented. A MUST that did not pass keeps the run from being handed in.
Exit codes: 0 written, 1 the run carries no submission (nothing is written), 2 usage, 3 it could not be written.

Examples:
  $ karat submission new --template > product.yaml
  $ karat submission new result --product product.yaml -o v1.37/acme
  $ karat submission new result --product product.yaml -o v1.37/acme --checklist AIConformance-1.37.yaml`,
    )
    .action(async (run: string | undefined, options: NewOptions) => {
      const { newSubmission } = await import("../work/submission/new.js");
      await newSubmission(run, options);
    });
}
