import { trainer } from "../addons/trainer.js";
import { NEVER_RECONCILES } from "../addons/trainer-defects.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { requireFull } from "./mechanism/profile.js";

const ID = "F61";

export const neverReconciled: Fault = {
  id: ID,
  breaks: ["robust_controller"],
  what: "An operator runs, accepts objects and refuses wrong ones, and never makes anything of them.",
  how: "Trainer's ClusterRole lets it see JobSets and not create them.",
  async break(lab) {
    requireFull(lab, "AI operator");
    await setAddOnDefect(lab, ID, trainer, NEVER_RECONCILES);
  },
  heal: (lab) => setAddOnDefect(lab, ID, trainer, undefined),
};
