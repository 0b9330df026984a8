import type { Checklist } from "../../record/checklist.js";
import { checklistInWords } from "../../report/checklist.js";
import { wrap } from "../../report/terminal/text.js";
import { oneLine } from "../../report/visible.js";
import { count } from "../../report/words.js";
import type { Requirement } from "../../run/check.js";
import { levelOf, MINORS, REQUIREMENT_IDS } from "../../spec/levels.js";
import type { Colours } from "./colours.js";

/** A checklist for programs: each requirement with its level, wording where it was read, and how many checks prove it. */
export function checklistData(checklist: Checklist, proven: readonly Requirement[]): unknown {
  const { minor, sha256, requirements } = checklist;
  return {
    minor,
    ...(sha256 === undefined ? {} : { sha256 }),
    requirements: requirements.map((item) => ({ ...item, checks: checksOf(item.id, proven) })),
  };
}

/** One checklist for a person: what it asks for, in its words, and whether karat proves it. */
export function checklistText(
  checklist: Checklist,
  proven: readonly Requirement[],
  width: number,
  colours: Colours,
): string {
  const widest = Math.max(...checklist.requirements.map(({ id }) => id.length));
  const below = (line: string): string => `${" ".repeat(10)}${colours.dim(line)}`;
  const items = checklist.requirements.flatMap(({ id, level, wording }) => [
    `  ${level.padEnd(6)}  ${colours.cyan(id.padEnd(widest))}  ${provenText(id, proven, colours)}`,
    ...(wording === undefined ? [] : [...wrap(oneLine(wording, 4000), width - 10).map(below), ""]),
  ]);
  const title = checklistInWords(checklist);
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${items.join("\n").trimEnd()}\n`;
}

/** All checklists side by side. */
export function matrixText(proven: readonly Requirement[], colours: Colours): string {
  const widest = Math.max(...REQUIREMENT_IDS.map((id) => id.length));
  const cells = (values: readonly string[]): string => values.map((value) => value.padEnd(8)).join("");
  const rows = REQUIREMENT_IDS.map((id) => {
    const levels = MINORS.map((minor) => levelOf(id, minor) ?? "–");
    return `  ${colours.cyan(id.padEnd(widest))}  ${cells(levels)}${provenText(id, proven, colours)}`;
  });
  const head = `  ${" ".repeat(widest)}  ${cells(MINORS)}`.trimEnd();
  const more = colours.dim("karat spec 1.37 shows one of them in its own words; karat explain how each is proven.");
  return `${colours.bold(head)}\n${rows.join("\n")}\n\n${more}\n`;
}

function provenText(id: string, proven: readonly Requirement[], colours: Colours): string {
  const checks = checksOf(id, proven);
  return checks === 0 ? colours.dim("not proven by karat") : count(checks, "check");
}

function checksOf(id: string, proven: readonly Requirement[]): number {
  return proven.find((requirement) => requirement.id === id)?.checks.length ?? 0;
}
