import { prometheus, PROMETHEUS_DEFECTS } from "../addons/prometheus.js";
import type { Fault } from "../fault.js";
import { setAddOnDefect } from "./mechanism/add-on.js";

const ID = "F49";

export const onlyPlatformMonitored: Fault = {
  id: ID,
  breaks: ["ai_service_metrics", "pod_autoscaling"],
  what: "The platform's monitoring collects from the platform's own namespaces only; what users deploy is never seen.",
  how: "Prometheus discovers pods and Services in its own, the exporters' and the system's namespace only.",
  break: (lab) => setAddOnDefect(lab, ID, prometheus, PROMETHEUS_DEFECTS.onlyPlatform),
  heal: (lab) => setAddOnDefect(lab, ID, prometheus, undefined),
};
