import { LEVELS, type Checklist } from "../../record/checklist.js";
import { checklistInWords } from "../../report/checklist.js";
import { nameOf, span, VERDICT_WORDS } from "../../report/words.js";
import type { Requirement } from "../../run/check.js";
import type { Inventory } from "../../run/inventory.js";
import { accessName, needsInWords, type Plan, type PlanItem } from "../../run/plan.js";
import type { Colours } from "./colours.js";

/** A plan for programs. */
export function planData(plan: Plan, inventory: Inventory, checklist: Checklist): unknown {
  return {
    cluster: inventory.cluster,
    checklist,
    accelerators: inventory.pools.map(({ node, access, vendor, driver, deviceClass, resource, devices, free }) => ({
      node,
      access,
      vendor,
      driver,
      deviceClass,
      resource,
      devices: devices.length,
      free,
    })),
    leftOut: inventory.leftOut ?? [],
    unserved: inventory.unserved ?? [],
    unknown: inventory.unknown ?? [],
    /** Seconds. */
    expected: plan.seconds,
    checks: plan.items.map(({ check, planned, pools }) => ({
      ...planned,
      needs: check.needs,
      ...(check.disturbs === undefined ? {} : { disturbs: check.disturbs }),
      places: pools.map(({ node, access }) => ({ node, access })),
    })),
  };
}

/** A plan for people. */
export function planText(
  requirements: readonly Requirement[],
  plan: Plan,
  inventory: Inventory,
  checklist: Checklist,
  colours: Colours,
): string {
  const proven = checklist.requirements.flatMap(({ id, level }) => {
    const requirement = requirements.find((one) => one.id === id);
    return requirement ? [{ ...requirement, level }] : [];
  });
  const lines = [
    `Kubernetes ${inventory.cluster.version} on ${inventory.cluster.platform}`,
    `Held against ${checklistInWords(checklist)}`,
    ...accelerators(inventory),
    "",
    ...proven.flatMap(({ id, level, title, checks }) => [
      `${colours.bold(id)}  ${level}  ${colours.dim(title)}`,
      ...rows(
        plan.items.filter((item) => checks.includes(item.check)),
        colours,
      ),
      "",
    ]),
    ...unchecked(requirements, checklist),
    total(plan),
  ];
  return `${lines.join("\n")}\n`;
}

/** What the checklist asks for and karat has no check of. */
function unchecked(requirements: readonly Requirement[], checklist: Checklist): string[] {
  const missing = checklist.requirements.filter(({ id }) => !requirements.some((one) => one.id === id));
  const lines = LEVELS.flatMap((level) => {
    const ids = missing.filter((item) => item.level === level).map(({ id }) => id);
    return ids.length === 0 ? [] : [`  ${level.padEnd(6)}  ${ids.join(", ")}`];
  });
  return lines.length === 0 ? [] : ["Not proven, as karat has no check of it", ...lines, ""];
}

function accelerators({ pools, leftOut = [], unserved = [], unknown = [] }: Inventory): string[] {
  const lines = pools.map(({ node, access, vendor, resource, driver, devices, free }) => {
    const by = `${accessName(access)} (${(access === "dra" ? driver : resource) ?? vendor})`;
    return `  ${node}: ${devices.length} by ${by}, ${free} free`;
  });
  for (const { node, access, devices, reason } of leftOut) {
    lines.push(`  ${node}: ${devices} by ${accessName(access)}, not used: ${reason}`);
  }
  for (const { node, reason } of unserved) lines.push(`  ${node}: ${reason}`);
  if (unknown.length > 0) lines.push(`  unknown to karat: ${unknown.join(", ")}`);
  return lines.length > 0 ? ["Accelerators", ...lines] : ["No accelerators were found."];
}

function rows(items: readonly PlanItem[], colours: Colours): string[] {
  const cells = items.map(({ check, planned, pools }) => {
    const nodes = [...new Set(pools.map(({ node }) => node))];
    const between = check.needs.nodes === "every" ? " and " : " or ";
    const where = nodes.length > 0 ? ` on ${nodes.join(between)}` : "";
    const disturbs = check.disturbs === undefined ? "" : `; ${check.disturbs} (--skip ${check.id} leaves it out)`;
    return {
      sign: planned.verdict ? VERDICT_WORDS[planned.verdict].icon : "·",
      name: nameOf(check.id),
      kind: check.kind,
      time: planned.verdict ? planned.verdict : span(planned.seconds.typical * 1000),
      text: planned.verdict ? (planned.reason ?? "") : `${needsInWords(check.needs)}${where}${disturbs}`,
      runs: planned.verdict === undefined,
    };
  });
  const width = (key: "name" | "kind" | "time"): number => Math.max(...cells.map((cell) => cell[key].length));
  return cells.map(({ sign, name, kind, time, text, runs }) => {
    const line = [name.padEnd(width("name")), kind.padEnd(width("kind")), time.padStart(width("time")), text].join(
      "  ",
    );
    return `  ${sign} ${runs ? line : colours.dim(line)}`;
  });
}

function total({ items, seconds }: Plan): string {
  const running = items.filter(({ planned }) => planned.verdict === undefined).length;
  if (running === 0) return "Nothing would run.";
  return `${running} of ${items.length} checks would run, in about ${span(seconds * 1000)}.`;
}
