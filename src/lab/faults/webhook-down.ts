import { trainer } from "../addons/trainer.js";
import { WEBHOOK_DOWN } from "../addons/trainer-defects.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { objectIsRefused } from "./mechanism/operator.js";
import { requireFull } from "./mechanism/profile.js";

const ID = "F59";

export const webhookDown: Fault = {
  id: ID,
  breaks: ["robust_controller"],
  what: "An operator's webhook does not answer, and objects pass unseen because its failure is ignored.",
  how: "Trainer's webhooks get failurePolicy Ignore, and lead to a port at which nobody listens.",
  async break(lab) {
    requireFull(lab, "AI operator");
    await setAddOnDefect(lab, ID, trainer, WEBHOOK_DOWN);
    await objectIsRefused(lab, false);
  },
  async heal(lab) {
    await setAddOnDefect(lab, ID, trainer, undefined);
    await objectIsRefused(lab, true);
  },
};
