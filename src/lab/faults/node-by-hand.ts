import { karpenter, STOPPED } from "../addons/karpenter.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";
import { startAnswering, stopAnswering } from "./mechanism/answer-demand-process.js";
import { untilNoneIsLeft } from "./mechanism/elastic.js";
import { requireFull } from "./mechanism/profile.js";

const ID = "F37";

export const nodeByHand: Fault = {
  id: ID,
  breaks: ["cluster_autoscaling"],
  what: "Nodes come for pods that wait and go again, but it is a person who adds and removes them.",
  how: "Karpenter is scaled to nothing; a process makes Nodes as a person would, with the pool's labels, and deletes them when they are idle.",
  async break(lab) {
    requireFull(lab, karpenter.name);
    await setAddOnDefect(lab, ID, karpenter, STOPPED);
    await startAnswering(lab, "node-by-hand");
  },
  async heal(lab) {
    await stopAnswering(lab, "node-by-hand");
    await lab.api.delete("/api/v1/nodes?labelSelector=by-hand%3Dtrue");
    await setAddOnDefect(lab, ID, karpenter, undefined);
    await untilNoneIsLeft(lab);
  },
};
