import { LabError } from "../../error.js";
import type { Lab } from "../../lab.js";

/** @param what the fault changes, such as "Gateways". @throws LabError for a lab that has none of it */
export function requireFull(lab: Lab, what: string): void {
  if (lab.state.profile === "full") return;
  throw new LabError(`lab ${lab.names.name} has no ${what}`, "karat lab up NAME --profile full");
}
