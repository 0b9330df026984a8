import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../accelerators/files.js";
import { LabError } from "../error.js";
import type { LabNames } from "../names.js";
import { nodeSchema, type NodeState } from "../state.js";

/** Nodes that stand for machines on demand. The watcher alone writes them, so that nobody else's lab.json is in its way. */
const schema = z.array(nodeSchema.required({ nodeName: true }));

/** A node of the lab under the name of somebody else's Node object. */
export type ElasticNode = NodeState & { nodeName: string };

const stateFile = (lab: LabNames): string => join(lab.root, "elastic.json");

/** @throws LabError when the file is damaged */
export function readElastic(lab: LabNames): ElasticNode[] {
  const parsed = schema.safeParse(readJson(stateFile(lab)) ?? []);
  if (parsed.success) return parsed.data;
  throw new LabError(`${stateFile(lab)} is damaged`, `karat lab down ${lab.name}, then karat lab up ${lab.name}`, {
    cause: parsed.error,
  });
}

export function writeElastic(lab: LabNames, nodes: readonly ElasticNode[]): void {
  if (nodes.length > 0) writeJson(stateFile(lab), nodes);
  else rmSync(stateFile(lab), { force: true });
}

/** Addresses from here on belong to machines on demand, far from those that nodes get one after the other. */
const FIRST_INDEX = 101;
/** Their names still fit into eight characters. */
const SLOTS = 9;
const PREFIX = "elastic";

/** Whether a node's name is kept for machines on demand. */
export const isSlot = (name: string): boolean => new RegExp(`^${PREFIX}[1-${SLOTS}]$`).test(name);

/** Name and index of one more machine: the lowest that is free; undefined when all are taken. */
export function freeSlot(nodes: readonly Pick<ElasticNode, "name">[]): { name: string; index: number } | undefined {
  for (let slot = 1; slot <= SLOTS; slot++) {
    const name = `${PREFIX}${slot}`;
    if (nodes.every((node) => node.name !== name)) return { name, index: FIRST_INDEX + slot - 1 };
  }
  return undefined;
}
