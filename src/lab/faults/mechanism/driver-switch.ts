import { switchesPath } from "../../accelerators/driver-config.js";
import type { Switches } from "../../accelerators/switches.js";
import type { Lab } from "../../lab.js";
import { setSwitch } from "./switch.js";

/**
 * Turns a defect of every node's drivers on or off, machines on demand included; claims that are prepared already keep
 * what they have.
 */
export async function setDriverSwitch(lab: Lab, name: keyof Switches, on: boolean): Promise<void> {
  for (const node of [...lab.nodes, ...lab.machines]) setSwitch<Switches>(switchesPath(node), name, on);
}
