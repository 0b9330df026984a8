import type { Fault } from "../fault.js";
import { setDriverSwitch } from "./mechanism/driver-switch.js";

export const oneDeviceForAll: Fault = {
  id: "F04",
  breaks: ["dra_support", "secure_accelerator_access"],
  what: "Whatever was allocated, every container is given the same physical device.",
  how: "The drivers put the node's first accelerator behind every device file that they grant.",
  break: (lab) => setDriverSwitch(lab, "allocateSame", true),
  heal: (lab) => setDriverSwitch(lab, "allocateSame", false),
};
