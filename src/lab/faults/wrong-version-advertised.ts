import type { Fault } from "../fault.js";
import { setDriverSwitch } from "./mechanism/driver-switch.js";
import { readvertise } from "./mechanism/readvertise.js";

export const wrongVersionAdvertised: Fault = {
  id: "F08",
  breaks: ["driver_runtime_management"],
  what: "Nodes advertise another version of the accelerators' driver than they run.",
  how: "The drivers publish attributes and labels with a version that nothing else on the node has.",
  async break(lab) {
    await setDriverSwitch(lab, "wrongVersion", true);
    await readvertise(lab);
  },
  async heal(lab) {
    await setDriverSwitch(lab, "wrongVersion", false);
    await readvertise(lab);
  },
};
