import type { Switches } from "../../accelerators/switches.js";
import { durations, sleep } from "../../durations.js";
import type { Lab } from "../../lab.js";
import { setDriverSwitch } from "./driver-switch.js";

/** Turns a defect of every node's exporter on or off, and returns when it is published so. */
export async function setExporterSwitch(lab: Lab, name: keyof Switches, on: boolean): Promise<void> {
  await setDriverSwitch(lab, name, on);
  // Switches are read at each look at the devices.
  await sleep(2 * durations.exporterLook);
}
