import { startHollowKubelet } from "../faults/mechanism/hollow-kubelet-process.js";
import { labNames } from "../names.js";
import { namesOf } from "../node.js";
import type { LabState } from "../state.js";
import { capacity, MACHINE_TYPES, PLAIN } from "./machines.js";
import type { ElasticNode } from "./state.js";

/** Gives a machine, which has its network, a kubelet that only talks (idempotent). */
export async function bootHollow(lab: LabState, machine: ElasticNode): Promise<void> {
  const type = MACHINE_TYPES.find(({ devices }) => devices === machine.devices) ?? PLAIN;
  const offered = { ...capacity(type, machine.persona), pods: "110" };
  await startHollowKubelet(labNames(lab.name), namesOf(lab, machine), offered);
}
