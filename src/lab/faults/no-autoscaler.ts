import { karpenter, STOPPED } from "../addons/karpenter.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { requireFull } from "./mechanism/profile.js";

const ID = "F33";

export const noAutoscaler: Fault = {
  id: ID,
  breaks: ["cluster_autoscaling"],
  what: "Elastic node pools are declared, and nobody makes them grow: they are as large as they are.",
  how: "Karpenter is scaled to nothing; its NodePools stay.",
  async break(lab) {
    requireFull(lab, karpenter.name);
    await setAddOnDefect(lab, ID, karpenter, STOPPED);
  },
  heal: (lab) => setAddOnDefect(lab, ID, karpenter, undefined),
};
