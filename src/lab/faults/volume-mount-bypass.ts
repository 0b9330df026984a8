import type { Fault } from "../fault.js";
import { addRuntimeDefect, removeRuntimeDefect } from "./mechanism/runtime.js";

export const volumeMountBypass: Fault = {
  id: "F55",
  breaks: ["secure_accelerator_access"],
  what: "A volume mount of /dev/null at /var/run/nvidia-container-devices/all gets all accelerators.",
  how: "A wrapper around runc grants what such mounts name.",
  break: (lab) => addRuntimeDefect(lab, "volume-mounts"),
  heal: (lab) => removeRuntimeDefect(lab, "volume-mounts"),
};
