import type { Fault } from "../fault.js";
import { setDriverSwitch } from "./mechanism/driver-switch.js";

export const configInWrongContainer: Fault = {
  id: "F07",
  breaks: ["dra_support"],
  what: "Configuration and device of one request of a claim reach another request's container.",
  how: "The DRA drivers swap what the requests of a pod were granted.",
  break: (lab) => setDriverSwitch(lab, "swapContainers", true),
  heal: (lab) => setDriverSwitch(lab, "swapContainers", false),
};
