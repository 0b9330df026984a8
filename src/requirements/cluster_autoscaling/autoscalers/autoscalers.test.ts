import { describe, expect, it } from "vitest";
import type { ApiObject } from "../../../record/facts.js";
import { AUTOSCALING } from "../../../run/durations.js";
import { clusterAutoscaler } from "./cluster-autoscaler.js";
import { wordOn } from "./index.js";
import { karpenter, secondsOf } from "./karpenter.js";

const event = (component: string, reason: string, message: string, second = 0): ApiObject => ({
  reason,
  message,
  source: { component },
  firstTimestamp: `2026-01-01T00:00:0${second}Z`,
});
const unplaced = event("default-scheduler", "FailedScheduling", "0/3 nodes are available");
const refused = event("karpenter", "FailedScheduling", "no instance type has enough resources");
const nominated = event("karpenter", "Nominated", "Pod should schedule on: nodeclaim/gpu-x7, node/n1", 1);

const node: ApiObject = {
  metadata: { name: "n1", creationTimestamp: "2026-01-01T00:00:05Z", labels: { "karpenter.sh/nodepool": "gpu" } },
  spec: { providerID: "cloud:///1" },
};
const SINCE = "2026-01-01T00:00:01Z";
const claim = (status: ApiObject, owners = [{ kind: "NodePool" }], creationTimestamp = SINCE): ApiObject => ({
  metadata: { name: "gpu-x7", creationTimestamp, ownerReferences: owners },
  status,
});
const mine = { nodeName: "n1", providerID: "cloud:///1" };

describe("karpenter", () => {
  it("is heard by its own events only, and by growth before refusal", () => {
    expect(karpenter.word([unplaced])).toBeUndefined();
    expect(karpenter.word([unplaced, refused])).toMatchObject({ grows: false });
    expect(karpenter.word([refused, nominated])).toMatchObject({ grows: true });
  });

  it("does not take the nomination of a node that is there for growth", () => {
    const existing = event("karpenter", "Nominated", "Pod should schedule on: node/n1");
    expect(karpenter.word([existing])).toBeUndefined();
  });

  it("made the node that its NodeClaim became, and no other", () => {
    const notMade = (...claims: ApiObject[]) => karpenter.notMade(node, karpenter.word([nominated])!, claims, SINCE);
    expect(notMade(claim(mine))).toBeUndefined();
    expect(notMade()).toContain("no NodeClaim became n1");
    expect(notMade(claim({ ...mine, nodeName: "n2" }), claim({}))).toContain("no NodeClaim became n1");
    expect(notMade(claim({ ...mine, providerID: "cloud:///2" }))).toContain("another machine");
    expect(notMade(claim(mine, []))).toContain("no NodePool");
    expect(notMade(claim(mine, undefined, "2026-01-01T00:00:00Z"))).toContain("before anybody waited");
  });

  it("takes nodes away by its own word", () => {
    const word = "Disrupting Node: Empty";
    expect(karpenter.removes([event("karpenter", "DisruptionTerminating", word)])).toBe(word);
    expect(karpenter.removes([event("somebody", "DisruptionTerminating", word)])).toBeUndefined();
  });

  it("is given the time that the node's pool declares", () => {
    const pool = { metadata: { name: "gpu" }, spec: { disruption: { consolidateAfter: "1h30m" } } };
    expect(karpenter.idle(node, [pool])).toBe(5400 + AUTOSCALING.idle);
    expect(karpenter.idle(node, [])).toBe(AUTOSCALING.idle);
  });

  it.each([
    ["30s", 30],
    ["2m", 120],
    ["1h30m", 5400],
    ["1.5m", 90],
    ["Never", 0],
    ["", 0],
  ])("reads %s as %i s", (text, seconds) => expect(secondsOf(text)).toBe(seconds));
});

describe("cluster autoscaler", () => {
  const grown = event("cluster-autoscaler", "TriggeredScaleUp", "pod triggered scale-up: [{gpus 0->1 (max: 3)}]", 4);

  it("is heard by its own events only", () => {
    expect(clusterAutoscaler.word([event("somebody", "TriggeredScaleUp", "x")])).toBeUndefined();
    const no = event("cluster-autoscaler", "NotTriggerScaleUp", "pod didn't trigger scale-up");
    expect(clusterAutoscaler.word([no])).toMatchObject({ grows: false });
    expect(clusterAutoscaler.word([grown, no])).toMatchObject({ grows: true });
  });

  it("made nodes that came after its word", () => {
    expect(clusterAutoscaler.notMade(node, clusterAutoscaler.word([grown])!, [], SINCE)).toBeUndefined();
    const late = { ...grown, firstTimestamp: "2026-01-01T00:00:09Z" };
    expect(clusterAutoscaler.notMade(node, clusterAutoscaler.word([late])!, [], SINCE)).toContain("before");
    expect(clusterAutoscaler.notMade({ metadata: {} }, clusterAutoscaler.word([grown])!, [], SINCE)).toContain(
      "before",
    );
  });

  it("takes nodes away by its own word", () => {
    const word = "node removed by cluster autoscaler";
    expect(clusterAutoscaler.removes([event("cluster-autoscaler", "ScaleDown", word)])).toBe(word);
    expect(clusterAutoscaler.removes([event("kubelet", "ScaleDown", word)])).toBeUndefined();
  });
});

it("whoever grows is heard before whoever refuses", () => {
  const no = event("cluster-autoscaler", "NotTriggerScaleUp", "no group fits");
  expect(wordOn([no, nominated])?.by).toBe(karpenter);
  expect(wordOn([no])?.by).toBe(clusterAutoscaler);
  expect(wordOn([unplaced])).toBeUndefined();
});
