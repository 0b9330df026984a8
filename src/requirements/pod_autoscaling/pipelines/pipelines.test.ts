import { expect, test } from "vitest";
import { loadFor, TARGET } from "../load.js";
import { quantity } from "../hpa.js";
import { chosenPipeline } from "./index.js";
import { customMetrics } from "./custom-metrics.js";
import { keda } from "./keda.js";

const CUSTOM = { "custom.metrics.k8s.io/v1beta1": ["pods"] };
const KEDA = { "keda.sh/v1alpha1": ["scaledobjects", "scaledjobs"] };
const goal = { namespace: "n", workload: "load", metric: "karat_load", target: TARGET, most: 2 };

test("the custom metrics API comes before KEDA, and none is better than one that serves nothing of it", () => {
  expect(chosenPipeline({ ...KEDA, ...CUSTOM })?.id).toBe("custom-metrics");
  expect(chosenPipeline(KEDA)?.id).toBe("keda");
  expect(chosenPipeline({ "keda.sh/v1alpha1": ["scaledjobs"], "metrics.k8s.io/v1beta1": ["pods"] })).toBeUndefined();
});

test("custom metrics: an HPA on the pods' average, that goes back at once", () => {
  expect(customMetrics.autoscaler(goal)["spec"]).toEqual({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "load" },
    minReplicas: 1,
    maxReplicas: 2,
    behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
    metrics: [
      {
        type: "Pods",
        pods: { metric: { name: "karat_load" }, target: { type: "AverageValue", averageValue: "1000" } },
      },
    ],
  });
});

test("KEDA: asks the platform's Prometheus for the workload's own series, in an HPA of the workload's name", () => {
  const prometheus = { namespace: "mon", service: "mimir", port: 80, scheme: "https" as const, prefix: "/prometheus" };
  const { spec } = keda.autoscaler(goal, prometheus);
  expect(spec.triggers[0].metadata).toEqual({
    serverAddress: "https://mimir.mon.svc:80/prometheus",
    query: 'sum(karat_load{karat_workload="n/load"})',
    threshold: "1000",
  });
  expect(spec.advanced.horizontalPodAutoscalerConfig.name).toBe("load");
  expect(() => keda.autoscaler(goal)).toThrow("none was found");
});

test.each([2, 3])("a high value asks one pod for %i, and is just right for so many", (replicas) => {
  for (const nonce of ["0123456789abcdef", "fedcba9876543210", "a-b-c-d-e-f"]) {
    const { low, high } = loadFor(nonce, replicas);
    // As the HPA counts (kubernetes.io, "Algorithm details"), which does nothing within a tenth of the target.
    expect(Math.ceil(high / TARGET)).toBe(replicas);
    expect((high + (replicas - 1) * low) / replicas).toBeCloseTo(TARGET);
    expect(Math.ceil((replicas * low) / TARGET)).toBe(1);
  }
});

test.each([
  ["150", 150],
  ["1850m", 1.85],
  ["1k", 1000],
  ["999500u", 1],
  ["1e3", undefined],
  ["", undefined],
])("quantity %s is %s", (text, value) => expect(quantity(text)).toBe(value));
