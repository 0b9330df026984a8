import type { Fault } from "../fault.js";

const ID = "F28";

export const gangBindsPartly: Fault = {
  id: ID,
  breaks: ["gang_scheduling"],
  what: "The gang API is served, but the scheduler does not know it: pods of a gang bind one by one.",
  how: "Scheduler with --feature-gates=GenericWorkload=false.",
  break: (lab) => lab.setFlags(ID, "kube-scheduler", { "feature-gates": { GenericWorkload: "false" } }),
  heal: (lab) => lab.setFlags(ID, "kube-scheduler", undefined),
};
