import { trainer } from "../addons/trainer.js";
import { SCHEMA_ONLY } from "../addons/trainer-defects.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { objectIsRefused } from "./mechanism/operator.js";
import { requireFull } from "./mechanism/profile.js";

const ID = "F60";

export const schemaInsteadOfWebhook: Fault = {
  id: ID,
  breaks: ["robust_controller"],
  what: "A wrong object is refused, but by the schema: the operator has no webhook that looks at objects.",
  how: "Trainer's ValidatingWebhookConfiguration is deleted, and its schema enumerates the kinds of runtimes.",
  async break(lab) {
    requireFull(lab, "AI operator");
    await setAddOnDefect(lab, ID, trainer, SCHEMA_ONLY);
  },
  async heal(lab) {
    await setAddOnDefect(lab, ID, trainer, undefined);
    await objectIsRefused(lab, true);
  },
};
