import { describe, expect, it } from "vitest";
import { noNeedNoGrowth } from "./no-need-no-growth.js";
import { claim, event, Evidence, node } from "./testing.js";

const old = node("old", 2);
const plainGrows = event("cpu-only", "Nominated", "Pod should schedule on: nodeclaim/plain-0");
const refused = event("impossible", "FailedScheduling", "no pool has this label");
const window = (seconds: number) => ({
  complete: true,
  from: "2026-01-01T00:00:00.000Z",
  to: new Date(Date.parse("2026-01-01T00:00:00.000Z") + seconds * 1000).toISOString(),
  versions: [],
});

const whole = (): Evidence =>
  new Evidence()
    .list("nodepools", [])
    .list("nodes.before", [old])
    .list("nodeclaims.before", [])
    .created("cpu-only")
    .created("impossible")
    .put("pods.waiting", "history", window(15.1))
    .list("events", [plainGrows, refused])
    .list("nodeclaims", [{ ...claim("plain-0", "plain"), spec: {} }])
    .list("nodes.after", [old, node("plain", 0)]);

const verdict = (evidence: Evidence) => evidence.judge(noNeedNoGrowth);

describe("no-need-no-growth", () => {
  it("passes where a plain node comes for the one and nothing for the other", () => {
    expect(verdict(whole())).toMatchObject({ verdict: "pass" });
  });

  it("passes without NodeClaims, under another autoscaler", () => {
    const said = (pod: string) => event(pod, "NotTriggerScaleUp", "no group fits", "cluster-autoscaler");
    const evidence = whole().drop("nodeclaims", "nodeclaims.before", "nodepools");
    expect(verdict(evidence.list("events", [said("cpu-only"), said("impossible")]))).toMatchObject({ verdict: "pass" });
  });

  it("fails where a node with accelerators is ordered for them", () => {
    const grows = event("cpu-only", "Nominated", "Pod should schedule on: nodeclaim/gpu-0");
    const ordered = whole()
      .list("nodeclaims", [claim("gpu-0", "gpu")])
      .list("events", [grows, refused]);
    expect(verdict(ordered)).toMatchObject({ verdict: "fail", reason: expect.stringContaining("gpu-0") });
  });

  it("is inconclusive where some came, and others may have waited for them", () => {
    expect(verdict(whole().list("nodes.after", [old, node("gpu", 1)]))).toMatchObject({ verdict: "inconclusive" });
    const ordered = whole().list("nodeclaims", [claim("gpu-0", "gpu")]);
    expect(verdict(ordered)).toMatchObject({ verdict: "inconclusive" });
    expect(verdict(ordered.list("nodeclaims.before", [claim("gpu-0", "gpu")]))).toMatchObject({ verdict: "pass" });
  });

  it("fails where the autoscaler grows for a pod that no node could run", () => {
    const grows = event("impossible", "Nominated", "Pod should schedule on: nodeclaim/plain-1");
    expect(verdict(whole().list("events", [plainGrows, grows]))).toMatchObject({ verdict: "fail" });
  });

  it("is inconclusive where the autoscaler has not looked at both", () => {
    for (const heard of [[], [plainGrows], [refused]]) {
      expect(verdict(whole().list("events", heard))).toMatchObject({ verdict: "inconclusive" });
    }
  });

  it("is inconclusive where they were not watched for long enough, or nothing was listed", () => {
    expect(verdict(whole().put("pods.waiting", "history", window(14)))).toMatchObject({ verdict: "inconclusive" });
    expect(verdict(whole().list("nodes.after", []))).toMatchObject({ verdict: "inconclusive" });
    expect(verdict(whole().list("nodes.before", []))).toMatchObject({ verdict: "inconclusive" });
  });
});
