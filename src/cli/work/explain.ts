import { readFileSync } from "node:fs";
import { requirements } from "../../requirements/index.js";
import type { Requirement } from "../../run/check.js";
import { RUNNER_RULES } from "../../run/preflight-access.js";
import { REQUIREMENT_IDS } from "../../spec/levels.js";
import { coloursFor } from "../text/colours.js";
import { clusterRole, explanation, explanationText, listText, roleYaml } from "../text/explanation.js";
import { levelsInWords } from "../text/levels.js";
import { UsageError } from "./usage.js";

export type ExplainFormat = "text" | "json" | "rbac";

/** Does what `karat explain` asks for. @throws UsageError */
export function explain(id: string | undefined, output: ExplainFormat): void {
  const known = requirements.find((requirement) => requirement.id === id);
  if (id !== undefined && !known) throw unknown(id);
  process.stdout.write(known ? one(known, output) : list(output));
}

function unknown(id: string): UsageError {
  const next = `there are ${requirements.map((requirement) => requirement.id).join(", ")}`;
  if (!REQUIREMENT_IDS.includes(id)) return new UsageError(`there is no requirement ${id}`, next);
  return new UsageError(`karat has no check of ${id} (${levelsInWords(id)})`, next);
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
