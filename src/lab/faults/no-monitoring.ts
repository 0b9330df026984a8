import { prometheus, PROMETHEUS_DEFECTS } from "../addons/prometheus.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";

const ID = "F51";

export const noMonitoring: Fault = {
  id: ID,
  breaks: ["ai_service_metrics", "pod_autoscaling"],
  what: "There is no monitoring at all: nobody collects metrics from what users deploy.",
  how: "Prometheus is taken away, with its Service.",
  break: (lab) => setAddOnDefect(lab, ID, prometheus, PROMETHEUS_DEFECTS.absent),
  heal: (lab) => setAddOnDefect(lab, ID, prometheus, undefined),
};
