import { Command, Option } from "commander";
import type { ExplainFormat } from "./work/explain.js";

/** `karat explain [REQUIREMENT]` */
export function explainCommand(): Command {
  return new Command("explain")
    .description(
      "what a requirement shows and what not, by which checks, its level, and the RBAC it takes; without one, the list",
    )
    .argument("[requirement]", "its id, as `karat explain` lists them")
    .addOption(
      new Option("--output <format>", "rbac prints a ClusterRole for kubectl")
        .choices(["text", "json", "rbac"])
        .default("text"),
    )
    .addHelpText(
      "after",
      `
Examples:
  $ karat explain
  $ karat explain gang_scheduling
  $ karat explain gang_scheduling --output rbac | kubectl apply -f -`,
    )
    .action(async (id: string | undefined, { output }: { output: ExplainFormat }) => {
      const { explain } = await import("./work/explain.js");
      explain(id, output);
    });
}
