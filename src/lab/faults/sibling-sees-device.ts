import type { Fault } from "../fault.js";
import { addRuntimeDefect, removeRuntimeDefect } from "./mechanism/runtime.js";

export const siblingSeesDevice: Fault = {
  id: "F56",
  breaks: ["secure_accelerator_access"],
  what: "All containers of a pod get the accelerator that one of them was granted.",
  how: "A wrapper around runc grants to each container what the kubelet gave to its pod.",
  break: (lab) => addRuntimeDefect(lab, "siblings"),
  heal: (lab) => removeRuntimeDefect(lab, "siblings"),
};
