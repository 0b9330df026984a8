import { Command, Option } from "commander";
import { addClusterOptions, addSelectionOptions } from "./cluster.js";
import type { PlanOptions } from "./work/plan.js";

/** `karat plan` */
export function planCommand(): Command {
  const command = new Command("plan").description("look at a cluster and say what a run would do there; makes nothing");
  addSelectionOptions(addClusterOptions(command))
    .addOption(new Option("--output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Asks the API server for what a run would be allowed to do, and prints the RBAC rules that lack.
Exit codes: 0 there is a plan, 2 usage, 3 there is none.

Examples:
  $ karat plan
  $ karat plan --only 'dra_*' --output json`,
    );
  return command.action(async (options: PlanOptions) => {
    const { printPlan } = await import("./work/plan.js");
    await printPlan(options);
  });
}
