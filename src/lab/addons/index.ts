import type { AddOn } from "../addon.js";
import { acceleratorExporter } from "./accelerator-exporter.js";
import { customMetrics } from "./custom-metrics.js";
import { envoyGateway } from "./envoy-gateway.js";
import { gatewayApi } from "./gateway-api.js";
import { jobset } from "./jobset.js";
import { karpenter } from "./karpenter.js";
import { metricsServer } from "./metrics-server.js";
import { prometheus } from "./prometheus.js";
import { trainer } from "./trainer.js";

/** Every add-on of profile `full`. */
export const addOns: readonly AddOn[] = [
  metricsServer,
  jobset,
  trainer,
  gatewayApi,
  envoyGateway,
  acceleratorExporter,
  prometheus,
  customMetrics,
  karpenter,
];
