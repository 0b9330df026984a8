import { switchesPath } from "../../accelerators/driver-config.js";
import type { Switches } from "../../accelerators/switches.js";
import type { Lab } from "../../lab.js";
import { setSwitch } from "./switch.js";

/** Turns a defect of every node's drivers on or off; claims that are prepared already keep what they have. */
export async function setDriverSwitch(lab: Lab, name: keyof Switches, on: boolean): Promise<void> {
  for (const node of lab.nodes) setSwitch<Switches>(switchesPath(node), name, on);
}
