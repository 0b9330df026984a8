import type { Fault } from "../fault.js";
import { addRuntimeDefect, removeRuntimeDefect } from "./mechanism/runtime.js";

export const environmentBypass: Fault = {
  id: "F54",
  breaks: ["secure_accelerator_access"],
  what: "NVIDIA_VISIBLE_DEVICES=all in a container's environment gets it all accelerators.",
  how: "A wrapper around runc grants what the environment variable names.",
  break: (lab) => addRuntimeDefect(lab, "environment"),
  heal: (lab) => removeRuntimeDefect(lab, "environment"),
};
