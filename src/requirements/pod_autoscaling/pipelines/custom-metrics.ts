import { BEHAVIOR, type Pipeline } from "./pipeline.js";

const GROUP = "custom.metrics.k8s.io";

/** Metrics of pods by the custom metrics API, such as prometheus-adapter's (k8s.io/metrics/pkg/apis/custom_metrics). */
export const customMetrics: Pipeline = {
  id: "custom-metrics",
  title: `the custom metrics API (${GROUP})`,
  rules: [{ apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: ["create"] }],
  serves: (apis) => Object.keys(apis).some((api) => api.startsWith(`${GROUP}/`)),
  asksPrometheus: false,

  autoscaler({ workload, metric, target, most }) {
    const pods = { metric: { name: metric }, target: { type: "AverageValue", averageValue: String(target) } };
    return {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: workload },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: workload },
        minReplicas: 1,
        maxReplicas: most,
        behavior: BEHAVIOR,
        metrics: [{ type: "Pods", pods }],
      },
    };
  },
};
