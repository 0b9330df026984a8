import type { Fault } from "../fault.js";
import { setAdapterSwitch } from "./mechanism/adapter-switch.js";

export const wrongPodsMetric: Fault = {
  id: "F42",
  breaks: ["pod_autoscaling"],
  what: "An HPA is given the metric of pods that are not its workload's.",
  how: "The custom metrics adapter's query leaves the pod out: each pod gets the highest value of its namespace.",
  async break(lab) {
    setAdapterSwitch(lab, "anyPod", true);
  },
  async heal(lab) {
    setAdapterSwitch(lab, "anyPod", false);
  },
};
