import { karpenter } from "../addons/karpenter.js";
import { NO_ROOM } from "../addons/karpenter-pools.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { startAnswering, stopAnswering } from "./mechanism/answer-demand-process.js";
import { untilNoneIsLeft } from "./mechanism/elastic.js";
import { requireFull } from "./mechanism/profile.js";

const ID = "F34";

export const cpuGroupGrows: Fault = {
  id: ID,
  breaks: ["cluster_autoscaling"],
  what: "For pods that wait for accelerators nodes come that have none.",
  how: "The pool with accelerators may have no node, and a process orders one from the plain pool for each pod that waits.",
  async break(lab) {
    requireFull(lab, karpenter.name);
    await setAddOnDefect(lab, ID, karpenter, NO_ROOM);
    await startAnswering(lab, "plain-machine");
  },
  async heal(lab) {
    await stopAnswering(lab, "plain-machine");
    await setAddOnDefect(lab, ID, karpenter, undefined);
    await untilNoneIsLeft(lab);
  },
};
