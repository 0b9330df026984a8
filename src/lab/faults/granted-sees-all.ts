import type { Fault } from "../fault.js";
import { setDriverSwitch } from "./mechanism/driver-switch.js";

export const grantedSeesAll: Fault = {
  id: "F53",
  breaks: ["secure_accelerator_access"],
  what: "Whoever was granted one accelerator gets all of the node's.",
  how: "The drivers grant the device files of all accelerators with any one.",
  break: (lab) => setDriverSwitch(lab, "leakAllToGranted", true),
  heal: (lab) => setDriverSwitch(lab, "leakAllToGranted", false),
};
