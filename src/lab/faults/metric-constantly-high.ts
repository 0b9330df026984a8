import type { Fault } from "../fault.js";
import { setAdapterSwitch } from "./mechanism/adapter-switch.js";

export const metricConstantlyHigh: Fault = {
  id: "F40",
  breaks: ["pod_autoscaling"],
  what: "The custom metrics API gives each metric the same high value, whatever pods export, so that every HPA grows.",
  how: "The custom metrics adapter answers a constant instead of what Prometheus has.",
  async break(lab) {
    setAdapterSwitch(lab, "constantHigh", true);
  },
  async heal(lab) {
    setAdapterSwitch(lab, "constantHigh", false);
  },
};
