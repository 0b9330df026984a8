import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { requirements } from "../requirements/index.js";
import type { Requirement } from "../run/check.js";
import { RUNNER_RULES } from "../run/preflight-access.js";
import { coloursFor } from "./text/colours.js";
import { clusterRole, explanation, explanationText, listText, roleYaml } from "./text/explanation.js";
import { ExitCode } from "./exit.js";

type Format = "text" | "json" | "rbac";

/** `karat explain [REQUIREMENT]` */
export function explainCommand(): Command {
  const command = new Command("explain")
    .description("what a requirement shows, by which checks, and the RBAC it takes; without one, the list")
    .argument("[requirement]", `one of ${requirements.map(({ id }) => id).join(", ")}`)
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
    );
  return command.action((id: string | undefined, { output }: { output: Format }) => {
    const known = requirements.find((requirement) => requirement.id === id);
    if (id !== undefined && !known) {
      const all = requirements.map((requirement) => requirement.id).join(", ");
      command.error(`error: there is no requirement ${id}; there are ${all}`, { exitCode: ExitCode.Usage });
    }
    process.stdout.write(known ? explain(known, output) : list(output));
  });
}

function list(format: Format): string {
  if (format === "rbac") {
    const rules = requirements.flatMap(({ checks }) => checks.flatMap((check) => check.rules ?? []));
    return roleYaml(clusterRole("karat", [...RUNNER_RULES, ...rules]));
  }
  if (format === "json") return json(requirements.map(explanationOf));
  return listText(requirements, coloursFor(process.stdout));
}

function explain(requirement: Requirement, format: Format): string {
  const found = explanationOf(requirement);
  if (format === "rbac") return roleYaml(found.role);
  if (format === "json") return json(found);
  return explanationText(found, columns(), coloursFor(process.stdout));
}

function explanationOf(requirement: Requirement) {
  const readme = new URL(`../requirements/${requirement.id}/README.md`, import.meta.url);
  return explanation(requirement, readFileSync(readme, "utf8"), RUNNER_RULES);
}

/** Long lines are hard to read: a wide terminal is not used to its end. */
function columns(): number {
  return Math.min(Math.max(process.stdout.columns ?? 80, 40), 100);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
