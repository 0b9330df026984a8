import type { Fault } from "../fault.js";
import { addRuntimeDefect, removeRuntimeDefect } from "./mechanism/runtime.js";

export const devicesInEveryContainer: Fault = {
  id: "F52",
  breaks: ["secure_accelerator_access"],
  what: "Containers that asked for no accelerator have the node's.",
  how: "A wrapper around runc adds all accelerators to every container.",
  break: (lab) => addRuntimeDefect(lab, "every-container"),
  heal: (lab) => removeRuntimeDefect(lab, "every-container"),
};
