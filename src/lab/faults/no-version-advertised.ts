import type { Fault } from "../fault.js";
import { setDriverSwitch } from "./mechanism/driver-switch.js";
import { readvertise } from "./mechanism/readvertise.js";

export const noVersionAdvertised: Fault = {
  id: "F09",
  breaks: ["driver_runtime_management"],
  what: "Nodes serve accelerators, and nothing tells which version of the driver they run.",
  how: "The drivers publish neither attribute nor label that depends on the version.",
  async break(lab) {
    await setDriverSwitch(lab, "noVersion", true);
    await readvertise(lab);
  },
  async heal(lab) {
    await setDriverSwitch(lab, "noVersion", false);
    await readvertise(lab);
  },
};
