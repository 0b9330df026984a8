import { karpenter } from "../addons/karpenter.js";
import { setHollow } from "../elastic/switches.js";
import type { Fault } from "../fault.js";
import { untilNoneIsLeft } from "./mechanism/elastic.js";
import { requireFull } from "./mechanism/profile.js";

export const hollowMachines: Fault = {
  id: "F38",
  breaks: ["cluster_autoscaling"],
  what: "The autoscaler makes nodes that say that pods run on them, and execute nothing (as KWOK's do).",
  how: "Machines that are made on demand get a process that renews the lease and writes pod status in place of a kubelet.",
  async break(lab) {
    requireFull(lab, karpenter.name);
    setHollow(lab.names, true);
  },
  async heal(lab) {
    setHollow(lab.names, false);
    await untilNoneIsLeft(lab);
  },
};
