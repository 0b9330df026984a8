import type { Fault } from "../fault.js";
import { setDriverSwitch } from "./mechanism/driver-switch.js";

export const librariesMissing: Fault = {
  id: "F10",
  breaks: ["driver_runtime_management"],
  what: "Containers get the device that they were granted without the driver's libraries.",
  how: "The drivers leave the libraries out of what they ask the container runtime to inject.",
  break: (lab) => setDriverSwitch(lab, "withoutLibraries", true),
  heal: (lab) => setDriverSwitch(lab, "withoutLibraries", false),
};
