import { karpenter } from "../addons/karpenter.js";
import { NEVER_SHRINKS } from "../addons/karpenter-pools.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { untilNoneIsLeft } from "./mechanism/elastic.js";
import { requireFull } from "./mechanism/profile.js";

const ID = "F35";

export const neverScalesDown: Fault = {
  id: ID,
  breaks: ["cluster_autoscaling"],
  what: "Pools grow for pods that wait, and idle nodes stay for ever.",
  how: "Every NodePool has a disruption budget of no nodes.",
  async break(lab) {
    requireFull(lab, karpenter.name);
    await setAddOnDefect(lab, ID, karpenter, NEVER_SHRINKS);
  },
  async heal(lab) {
    await setAddOnDefect(lab, ID, karpenter, undefined);
    await untilNoneIsLeft(lab);
  },
};
