import { readSwitches, type Switches } from "../../accelerators/switches.js";
import { switchesPath } from "../../accelerators/driver-config.js";
import { writeJson } from "../../accelerators/files.js";
import type { Lab } from "../../lab.js";

/** Turns a defect of every node's drivers on or off; claims that are prepared already keep what they have. */
export async function setDriverSwitch(lab: Lab, name: keyof Switches, on: boolean): Promise<void> {
  for (const node of lab.nodes) {
    const path = switchesPath(node);
    const { [name]: _before, ...others } = readSwitches(path);
    writeJson(path, on ? { ...others, [name]: true } : others);
  }
}
