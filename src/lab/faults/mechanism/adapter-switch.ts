import { switchesPath } from "../../addons/custom-metrics/config.js";
import type { Switches } from "../../addons/custom-metrics/switches.js";
import type { Lab } from "../../lab.js";
import { requireFull } from "./profile.js";
import { setSwitch } from "./switch.js";

/** Turns a defect of the custom metrics adapter on or off; it acts at once. @throws LabError for a lab without one */
export function setAdapterSwitch(lab: Lab, name: keyof Switches, on: boolean): void {
  if (on) requireFull(lab, "custom metrics");
  setSwitch<Switches>(switchesPath(lab.names), name, on);
}
