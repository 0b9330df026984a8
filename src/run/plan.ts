import type { PlannedCheck } from "../record/events.js";
import type { Check, Needs, Requirement } from "./check.js";
import type { AcceleratorPool, Inventory } from "./inventory.js";
import { needsPool, Places } from "./places.js";
import { forecast, type Task } from "./schedule.js";
import { leftOut, requireKnown, type Selection } from "./select.js";

/** One check of a plan. */
export interface PlanItem {
  check: Check;
  /** As it stands in the record. */
  planned: PlannedCheck;
  /** Pools on which it may run; empty when it needs none, or will not run. */
  pools: AcceleratorPool[];
}

/** What a run will do. */
export interface Plan {
  items: PlanItem[];
  /** How long it will take when every check takes as long as on a healthy cluster, seconds. */
  seconds: number;
}

export interface PlanOptions extends Selection {
  timeoutFactor: number;
}

/**
 * What will run and what will not, with the reason. Nothing vanishes: a check that cannot run because the cluster
 * lacks what it needs is inconclusive.
 * @throws UnknownSelection
 */
export function makePlan(requirements: readonly Requirement[], inventory: Inventory, options: PlanOptions): Plan {
  requireKnown(options, requirements);
  const places = new Places(inventory.pools);
  const items = requirements.flatMap((requirement) =>
    requirement.checks.map((check): PlanItem => {
      const verdict = notRun(requirement, check, inventory, places, options);
      const { typical, deadline } = check.seconds;
      return {
        check,
        planned: {
          id: check.id,
          requirement: requirement.id,
          kind: check.kind,
          proves: check.proves,
          seconds: { typical, deadline: deadline * options.timeoutFactor },
          ...verdict,
        },
        pools: verdict ? [] : places.candidates(check.needs),
      };
    }),
  );
  return { items, seconds: forecast(toRun(items).map(taskOf), new Places(inventory.pools)) };
}

/** The checks that will run. */
export function toRun(items: readonly PlanItem[]): PlanItem[] {
  return items.filter(({ planned }) => planned.verdict === undefined);
}

export function taskOf({ check, planned: { requirement } }: PlanItem): Task {
  return { id: check.id, requirement, kind: check.kind, needs: check.needs, seconds: check.seconds.typical };
}

function notRun(
  requirement: Requirement,
  check: Check,
  inventory: Inventory,
  places: Places,
  options: PlanOptions,
): Pick<Required<PlannedCheck>, "verdict" | "reason"> | undefined {
  const skipped = leftOut(options, requirement.id, check.id);
  if (skipped !== undefined) return { verdict: "skip", reason: skipped };
  const proof = check.notApplicable?.(inventory);
  if (proof !== undefined) return { verdict: "n/a", reason: proof };
  if (places.possible(check.needs)) return undefined;
  return { verdict: "inconclusive", reason: `${needed(check.needs)}, and ${found(inventory)}` };
}

function needed({ devices = 0, node, nodes, access }: Needs): string {
  const what =
    devices === 0 ? "an accelerator" : devices === 1 ? "one free accelerator" : `${devices} free accelerators`;
  const where = nodes === "every" ? " on every node" : node === "whole" || devices > 1 ? " on one node" : "";
  return `it needs ${what}${where}${access === undefined ? "" : ` by ${accessName(access)}`}`;
}

/** How people call a way of asking for accelerators. */
export function accessName(access: NonNullable<Needs["access"]>): string {
  return access === "dra" ? "DRA" : "device plugin";
}

/** What the cluster has instead. */
function found({ pools, leftOut = [], unknown = [] }: Inventory): string {
  const parts = [
    ...pools.map(
      ({ node, access, free, devices }) => `${node} has ${free} of ${devices.length} free by ${accessName(access)}`,
    ),
    ...leftOut.map(({ node, devices, reason }) => `${node} has ${devices}, but is ${reason}`),
  ];
  if (parts.length > 0) return parts.join(", ");
  if (unknown.length > 0) return `no accelerator that karat knows was found; unknown: ${unknown.join(", ")}`;
  return "no accelerator was found";
}

/** What a check needs, in a few words, for a table. */
export function needsInWords(needs: Needs): string {
  const { devices = 0, node, nodes, cluster, access } = needs;
  const parts = [
    cluster === "alone" && "the cluster alone",
    node === "whole" && "a whole node",
    nodes === "every" && "every node",
    devices > 0 && `${devices} ${devices === 1 ? "device" : "devices"}${nodes === "every" ? " each" : ""}`,
    needsPool(needs) && access !== undefined && `by ${accessName(access)}`,
  ].filter((part) => part !== false);
  return parts.join(", ") || "no device";
}
