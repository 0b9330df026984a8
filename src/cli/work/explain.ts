import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { requirements } from "../../requirements/index.js";
import type { Requirement } from "../../run/check.js";
import { RUNNER_RULES } from "../../run/preflight-access.js";
import { ExitCode } from "../exit.js";
import { coloursFor } from "../text/colours.js";
import { clusterRole, explanation, explanationText, listText, roleYaml } from "../text/explanation.js";

export type ExplainFormat = "text" | "json" | "rbac";

/** Does what `karat explain` asks for. */
export function explain(command: Command, id: string | undefined, output: ExplainFormat): void {
  const known = requirements.find((requirement) => requirement.id === id);
  if (id !== undefined && !known) {
    const all = requirements.map((requirement) => requirement.id).join(", ");
    command.error(`error: there is no requirement ${id}; there are ${all}`, { exitCode: ExitCode.Usage });
  }
  process.stdout.write(known ? one(known, output) : list(output));
}

function list(format: ExplainFormat): string {
  if (format === "rbac") {
    const rules = requirements.flatMap(({ checks }) => checks.flatMap((check) => check.rules ?? []));
    return roleYaml(clusterRole("karat", [...RUNNER_RULES, ...rules]));
  }
  if (format === "json") return json(requirements.map(explanationOf));
  return listText(requirements, coloursFor(process.stdout));
}

function one(requirement: Requirement, format: ExplainFormat): string {
  const found = explanationOf(requirement);
  if (format === "rbac") return roleYaml(found.role);
  if (format === "json") return json(found);
  return explanationText(found, columns(), coloursFor(process.stdout));
}

function explanationOf(requirement: Requirement) {
  const readme = new URL(`../../requirements/${requirement.id}/README.md`, import.meta.url);
  return explanation(requirement, readFileSync(readme, "utf8"), RUNNER_RULES);
}

/** Long lines are hard to read: a wide terminal is not used to its end. */
function columns(): number {
  return Math.min(Math.max(process.stdout.columns ?? 80, 40), 100);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
