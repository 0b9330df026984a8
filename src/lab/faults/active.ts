import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readJson, writeJson } from "../accelerators/files.js";
import { NotThere } from "../error.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import type { LabNames } from "../names.js";
import { faults } from "./index.js";

/** Faults that were switched on in a lab and not healed since, by id. */
export function activeFaults(lab: LabNames): string[] {
  return (readJson(stateFile(lab)) as string[] | undefined) ?? [];
}

/** @throws LabError for an id that no fault has */
export function faultNamed(id: string): Fault {
  const fault = faults.find((each) => each.id.toLowerCase() === id.toLowerCase());
  if (!fault) throw new NotThere(`there is no fault ${id}`, "karat lab break --list");
  return fault;
}

/**
 * Switches a fault on. It counts as active from before the first change, so that half of one is healed too.
 * @param node the only one on which it does what it does to nodes
 * @throws LabError when there is no such node
 */
export async function breakLab(lab: Lab, fault: Fault, node?: string): Promise<void> {
  const broken = node === undefined ? lab : narrowed(lab, node);
  setActive(lab.names, [...without(lab.names, fault), fault.id]);
  await fault.break(broken);
}

/** The lab as if it had this one node. */
function narrowed(lab: Lab, node: string): Lab {
  const nodes = lab.nodes.filter(({ name }) => name === node);
  if (nodes.length === 0)
    throw new NotThere(`there is no node ${node}`, `one of ${lab.nodes.map(({ name }) => name).join(", ")}`);
  return Object.create(lab, { nodes: { value: nodes }, machines: { value: [] } }) as Lab;
}

/** Undoes a fault, active or not. */
export async function healLab(lab: Lab, fault: Fault): Promise<void> {
  await fault.heal(lab);
  const others = without(lab.names, fault);
  if (others.length) setActive(lab.names, others);
  else await rm(stateFile(lab.names), { force: true });
}

function without(lab: LabNames, fault: Fault): string[] {
  return activeFaults(lab).filter((id) => id !== fault.id);
}

function setActive(lab: LabNames, ids: string[]): void {
  writeJson(stateFile(lab), ids);
}

function stateFile(lab: LabNames): string {
  return join(lab.root, "faults.json");
}
