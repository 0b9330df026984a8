import type { Fault } from "../fault.js";
import { addRuntimeDefect, removeRuntimeDefect } from "./mechanism/runtime.js";

export const deviceCgroupOpen: Fault = {
  id: "F57",
  breaks: ["secure_accelerator_access"],
  what: "No device file is in the container, but the kernel lets it make one and open the accelerator.",
  how: "A wrapper around runc allows the accelerators in every container's device cgroup.",
  break: (lab) => addRuntimeDefect(lab, "open-cgroup"),
  heal: (lab) => removeRuntimeDefect(lab, "open-cgroup"),
};
