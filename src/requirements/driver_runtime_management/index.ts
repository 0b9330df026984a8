import type { Requirement } from "../../run/check.js";
import { probeRuns } from "./probe-runs.js";
import { unrequestedHasNone } from "./unrequested-has-none.js";
import { versionMatches } from "./version-matches.js";

export const driverRuntimeManagement: Requirement = {
  id: "driver_runtime_management",
  title: "Every accelerator node runs the driver that it advertises, and hands it to granted containers only",
  checks: [probeRuns, versionMatches, unrequestedHasNone],
};
