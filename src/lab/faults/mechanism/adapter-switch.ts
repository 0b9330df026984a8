import { writeJson } from "../../accelerators/files.js";
import { switchesPath } from "../../addons/custom-metrics/config.js";
import { readSwitches, type Switches } from "../../addons/custom-metrics/switches.js";
import { LabError } from "../../error.js";
import type { Lab } from "../../lab.js";

/** Turns a defect of the custom metrics adapter on or off; it acts at once. @throws LabError for a lab without one */
export function setAdapterSwitch(lab: Lab, name: keyof Switches, on: boolean): void {
  if (on && lab.state.profile !== "full") {
    throw new LabError(`lab ${lab.names.name} has no custom metrics`, "karat lab up NAME --profile full");
  }
  const path = switchesPath(lab.names);
  const { [name]: _before, ...others } = readSwitches(path);
  writeJson(path, on ? { ...others, [name]: true } : others);
}
