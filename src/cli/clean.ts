import { Command, Option } from "commander";
import { addClusterOptions } from "./cluster.js";
import type { CleanOptions } from "./work/clean.js";

/** `karat clean` */
export function cleanCommand(): Command {
  const command = addClusterOptions(
    new Command("clean").description("remove what dead runs left in a cluster, and only that"),
  )
    .addOption(new Option("--run <id>", "only this run").conflicts("allDead"))
    .option("--all-dead", "every dead run; what happens when --run names none")
    .option("--dry-run", "only look: say which runs are dead and what they left")
    .addOption(new Option("--output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
A run that still renews its Lease is alive, whoever started it, and is never touched.
Exit codes: 0 nothing is left of dead runs, 2 usage, 3 something is left (or the named run is alive).

Examples:
  $ karat clean --dry-run
  $ karat clean --run xyz7abcd`,
    );
  return command.action(async (options: CleanOptions) => {
    const { clean } = await import("./work/clean.js");
    await clean(options);
  });
}
