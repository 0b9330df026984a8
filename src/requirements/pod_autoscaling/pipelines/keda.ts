import type { Endpoint } from "../../monitoring/candidates.js";
import { WORKLOAD_LABEL } from "../load.js";
import { BEHAVIOR, type Pipeline } from "./pipeline.js";

const API = "keda.sh/v1alpha1";

/** KEDA, which makes an HPA on an external metric of a ScaledObject and asks Prometheus itself. */
export const keda: Pipeline = {
  id: "keda",
  title: "KEDA",
  rules: [{ apiGroups: ["keda.sh"], resources: ["scaledobjects"], verbs: ["create"] }],
  serves: (apis) => apis[API]?.includes("scaledobjects") === true,
  asksPrometheus: true,

  autoscaler({ namespace, workload, metric, target, most }, prometheus) {
    if (!prometheus) throw new Error("KEDA has to be told where Prometheus answers, and none was found");
    const query = `sum(${metric}{${WORKLOAD_LABEL}="${namespace}/${workload}"})`;
    const trigger = { serverAddress: address(prometheus), query, threshold: String(target) };
    return {
      apiVersion: API,
      kind: "ScaledObject",
      metadata: { name: workload },
      spec: {
        scaleTargetRef: { name: workload },
        minReplicaCount: 1,
        maxReplicaCount: most,
        advanced: { horizontalPodAutoscalerConfig: { name: workload, behavior: BEHAVIOR } },
        // The sum over all pods, which the HPA divides by their number.
        triggers: [{ type: "prometheus", metricType: "AverageValue", metadata: trigger }],
      },
    };
  },
};

/** As KEDA's pods reach it. */
function address({ scheme, service, namespace, port, prefix }: Endpoint): string {
  return `${scheme}://${service}.${namespace}.svc:${port}${prefix}`;
}
