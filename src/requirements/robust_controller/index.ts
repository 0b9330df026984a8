import type { Requirement } from "../../run/check.js";
import { collectsChildren } from "./collects-children.js";
import { healsChild } from "./heals-child.js";
import { plainReplicaSet } from "./plain-replica-set.js";
import { reconciles } from "./reconciles.js";
import { refusesInvalid } from "./refuses-invalid.js";
import { survivesRestart } from "./survives-restart.js";

export const robustController: Requirement = {
  id: "robust_controller",
  title: "An AI operator runs reliably: webhooks, reconciliation, recovery",
  checks: [plainReplicaSet, refusesInvalid, reconciles, healsChild, collectsChildren, survivesRestart],
};
