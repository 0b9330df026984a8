import type { Requirement } from "../../run/check.js";
import { apiAndDriver } from "./api-and-driver.js";
import { namedDevice } from "./named-device.js";
import { nothingMatches } from "./nothing-matches.js";
import { oneMoreWaits } from "./one-more-waits.js";
import { ownRequestEach } from "./own-request-each.js";
import { plainPod } from "./plain-pod.js";

export const draSupport: Requirement = {
  id: "dra_support",
  title: "Devices are claimed by what they are, and handed out one claim at a time",
  checks: [plainPod, apiAndDriver, namedDevice, ownRequestEach, nothingMatches, oneMoreWaits],
};
