import { describe, expect, it } from "vitest";
import { autoscalingOf } from "./discover-autoscaling.js";

const named = (name: string, namespace?: string) => ({ metadata: { name, ...(namespace ? { namespace } : {}) } });

describe("node autoscalers", () => {
  it("are declared by NodePools, a status or a Deployment", () => {
    expect(autoscalingOf(true, [named("gpu"), named("cpu")], null, []).declared).toEqual([
      { id: "karpenter", shown: "NodePools gpu, cpu" },
    ]);
    expect(autoscalingOf(false, [], named("cluster-autoscaler-status"), []).declared).toEqual([
      { id: "cluster-autoscaler", shown: "ConfigMap kube-system/cluster-autoscaler-status" },
    ]);
    expect(autoscalingOf(false, [], null, [named("cluster-autoscaler", "ops")]).declared).toEqual([
      { id: "cluster-autoscaler", shown: "Deployment ops/cluster-autoscaler" },
    ]);
  });

  it("may be two, and then are both", () => {
    const both = autoscalingOf(true, [named("gpu")], named("s"), [named("cluster-autoscaler", "kube-system")]);
    expect(both.declared.map(({ id }) => id)).toEqual(["karpenter", "cluster-autoscaler"]);
  });

  it("are none where Karpenter is installed without a pool, and each place that was looked at is named", () => {
    const none = autoscalingOf(true, [], null, []);
    expect(none.declared).toEqual([]);
    expect(none.looked.join("; ")).toBe(
      "karpenter.sh/v1 has 0 NodePools; there is no ConfigMap kube-system/cluster-autoscaler-status; no Deployment is called cluster-autoscaler",
    );
  });
});
