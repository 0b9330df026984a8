import { describe, expect, it } from "vitest";
import { DEMAND, growsAndShrinks } from "./grows-and-shrinks.js";
import { claim, event, Evidence, node } from "./testing.js";

const old = node("old", 2);
const nominated = (pod: string, name: string) => event(pod, "Nominated", `Pod should schedule on: nodeclaim/${name}`);
const word = event("new-0", "DisruptionTerminating", "Disrupting Node: Empty");
const [IDLE, BUSY] = DEMAND;

function whole(): Evidence {
  return new Evidence()
    .list("nodepools", [])
    .list("nodes.before", [old])
    .list("nodes.after", [old, node("new-0"), node("new-1")])
    .waiting(IDLE)
    .waiting(BUSY)
    .list("events", [nominated(IDLE, "gpu-0"), nominated(BUSY, "gpu-1")])
    .list("nodeclaims", [claim("gpu-0", "new-0"), claim("gpu-1", "new-1")])
    .ran(IDLE, "new-0")
    .ran(BUSY, "new-1")
    .object(`${IDLE}.gone`, null)
    .object("idle.leaving", { metadata: { name: "new-0", deletionTimestamp: "2026-01-01T00:01:00Z" } })
    .object("idle.gone", null)
    .list("idle.events", [word])
    .object("busy.later", node("new-1"));
}

const verdict = (evidence: Evidence) => evidence.judge(growsAndShrinks);
const says = (reason: string) => expect.stringContaining(reason);

describe("grows-and-shrinks", () => {
  it("passes where the autoscaler made the nodes, they run the pods, and the idle one goes", () => {
    expect(verdict(whole())).toMatchObject({ verdict: "pass" });
  });

  it("passes where the scheduler gave each pod the node of the other", () => {
    expect(verdict(whole().ran(IDLE, "new-1").ran(BUSY, "new-0").object("busy.later", node("new-0")))).toMatchObject({
      verdict: "pass",
    });
  });

  it("fails where nobody says a word, and names what came instead", () => {
    const plain = [old, node("plain", 0)];
    const silent = new Evidence()
      .list("nodes.before", [old])
      .list("nodes.after", plain)
      .waiting(IDLE)
      .waiting(BUSY)
      .list("events", []);
    expect(verdict(silent)).toMatchObject({ verdict: "fail", reason: says("plain (0 accelerators)") });
    expect(verdict(silent.list("events", [event(IDLE, "FailedScheduling", "no type fits")]))).toMatchObject({
      verdict: "fail",
      reason: says("no type fits"),
    });
  });

  it("fails where nodes came and pods run, and no autoscaler made them", () => {
    expect(verdict(whole().list("events", []))).toMatchObject({ verdict: "fail" });
    const strangers = whole().list("nodeclaims", [claim("gpu-0", "other"), claim("gpu-1", "new-1")]);
    expect(verdict(strangers)).toMatchObject({ verdict: "fail", reason: says("no NodeClaim became new-0") });
    expect(verdict(whole().drop("nodeclaims", "nodepools"))).toMatchObject({ verdict: "fail" });
    expect(verdict(whole().drop("nodeclaims"))).toMatchObject({ verdict: "inconclusive" });
  });

  it("is inconclusive where the pool grows for one pod only", () => {
    const half = whole().list("events", [nominated(IDLE, "gpu-0"), event(BUSY, "FailedScheduling", "limits exceeded")]);
    expect(verdict(half.drop(`${BUSY}.pod`))).toMatchObject({ verdict: "inconclusive", reason: says(BUSY) });
  });

  it("does not count events on a pod of the same name that was there before", () => {
    const before = { ...nominated(IDLE, "gpu-0"), involvedObject: { name: IDLE, uid: "another" } };
    expect(verdict(whole().list("events", [before]))).toMatchObject({ verdict: "fail" });
  });

  it("fails where the node only says that the pod runs", () => {
    const silent = whole().ran(IDLE, "new-0", null);
    expect(verdict(silent)).toMatchObject({ verdict: "inconclusive" });
    expect(verdict(silent.put(`${IDLE}.log.again`, "log", { text: "" }))).toMatchObject({
      verdict: "fail",
      reason: says("printed nothing"),
    });
  });

  it("passes where the pod prints late", () => {
    const { data } = whole().observations.find(({ name }) => name === `${IDLE}.log.probe`)!;
    const late = whole().ran(IDLE, "new-0", null).put(`${IDLE}.log.again`, "log", data);
    expect(verdict(late)).toMatchObject({ verdict: "pass" });
  });

  it("fails where the pod finds no accelerator on its node", () => {
    expect(verdict(whole().ran(BUSY, "new-1", []))).toMatchObject({ verdict: "fail", reason: says("saw none") });
  });

  it("is inconclusive where a pod had a place at first, or runs on a node that was there", () => {
    const placed = {
      metadata: { uid: `uid-of-${IDLE}` },
      status: { conditions: [{ type: "PodScheduled", status: "True" }] },
    };
    expect(verdict(whole().object(`${IDLE}.waiting`, placed))).toMatchObject({ verdict: "inconclusive" });
    expect(verdict(whole().list("nodes.before", [old, node("new-0")]))).toMatchObject({ verdict: "inconclusive" });
  });

  it("fails where nobody takes the idle node away", () => {
    const stays = whole().object("idle.leaving", node("new-0")).drop("idle.gone").list("idle.events", []);
    expect(verdict(stays.list("idle.pods", []))).toMatchObject({ verdict: "fail", reason: says("nobody") });
    const daemon = { metadata: { namespace: "x", name: "d", ownerReferences: [{ kind: "DaemonSet" }] }, status: {} };
    expect(verdict(stays.list("idle.pods", [daemon]))).toMatchObject({ verdict: "fail" });
    const other = { metadata: { namespace: "x", name: "theirs" }, status: { phase: "Running" } };
    expect(verdict(stays.list("idle.pods", [other]))).toMatchObject({
      verdict: "inconclusive",
      reason: says("x/theirs"),
    });
  });

  it("fails where somebody else takes it away", () => {
    expect(verdict(whole().list("idle.events", []))).toMatchObject({ verdict: "fail", reason: says("autoscaler") });
  });

  it("fails where the busy node goes too, or its pod", () => {
    const tainted = { ...node("new-1"), spec: { taints: [{ key: "karpenter.sh/disrupted" }] } };
    for (const after of [null, tainted, { ...node("new-1"), metadata: { name: "new-1", uid: "another" } }]) {
      expect(verdict(whole().object("busy.later", after))).toMatchObject({ verdict: "fail" });
    }
    expect(verdict(whole().object(`${BUSY}.later`, null))).toMatchObject({ verdict: "fail" });
  });

  it("is inconclusive where the pod could not be removed", () => {
    expect(verdict(whole().object(`${IDLE}.gone`, {}))).toMatchObject({ verdict: "inconclusive" });
  });
});
