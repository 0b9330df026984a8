import { describe, expect, it } from "vitest";
import type { ApiObject } from "../../record/facts.js";
import { allOrNothing } from "./all-or-nothing.js";
import { at, Evidence, NODE, NONCE, pod } from "./testing.js";

const on = { on: NODE };
const why = { why: "pod group is unschedulable, minCount (3) cannot be satisfied" };
const members = ["member-0", "member-1", "member-2"];
type Served = [number, ApiObject, "DELETED"?];
const all = (second: number, phase: string, options = {}) =>
  members.map((name): Served => [second, pod(name, phase, options)]);
const blocker: Served = [2, pod("blocker", "Running", on)];

function whole(): Evidence {
  return new Evidence()
    .setup(8)
    .created("blocker", ...members)
    .history("blocker.pods", 0, 1, [
      [0.1, pod("blocker", "Pending")],
      [0.3, pod("blocker", "Pending", on)],
      [1, pod("blocker", "Running", on)],
    ])
    .history("waiting.pods", 2, 14.1, [blocker, ...all(2, "Pending"), ...all(3, "Pending", why)])
    .put("waited.pods", "list", { path: "/", items: members.map((name) => pod(name, "Pending", why)) })
    .put("blocker.gone", "object", { ref: {}, object: null })
    .history("release.pods", 14.2, 20, [
      blocker,
      ...all(14.2, "Pending", why),
      ...all(16, "Pending", on),
      ...all(20, "Succeeded", on),
    ])
    .met(...members);
}

describe("all-or-nothing", () => {
  it("passes where the gang waits whole and starts whole", () => {
    expect(whole().judge(allOrNothing)).toMatchObject({ verdict: "pass" });
  });

  it("fails where no gang scheduler is served", () => {
    const judgement = new Evidence().setup(8, null, { v1: ["pods"] }).judge(allOrNothing);
    expect(judgement).toMatchObject({ verdict: "fail", reason: expect.stringContaining("saw none") });
  });

  it("is inconclusive where setup and discovery disagree on the scheduler", () => {
    expect(whole().setup(8, null).judge(allOrNothing)).toMatchObject({ verdict: "inconclusive" });
    expect(whole().setup(8, "volcano").judge(allOrNothing)).toMatchObject({ verdict: "inconclusive" });
  });

  it("fails where one member is bound in the window, even if only the list after it shows that", () => {
    const bound = pod("member-1", "Running", on);
    const evidence = whole().history("waiting.pods", 2, 14.1, [blocker, ...all(2, "Pending", why), [4, bound]]);
    expect(evidence.judge(allOrNothing)).toMatchObject({
      verdict: "fail",
      reason: expect.stringContaining("member-1"),
    });
    const items = members.map((name) => (name === "member-1" ? bound : pod(name, "Pending", why)));
    expect(whole().put("waited.pods", "list", { path: "/", items }).judge(allOrNothing)).toMatchObject({
      verdict: "fail",
    });
  });

  it("does not pass where a member vanished in the window", () => {
    const gone: Served = [5, pod("member-2", "Pending"), "DELETED"];
    const evidence = whole().history("waiting.pods", 2, 14.1, [blocker, ...all(2, "Pending", why), gone]);
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "fail" });
    const items = members.slice(1).map((name) => pod(name, "Pending", why));
    expect(whole().put("waited.pods", "list", { path: "/", items }).judge(allOrNothing)).toMatchObject({
      verdict: "inconclusive",
    });
  });

  it("is inconclusive where another pod has taken a member's name", () => {
    const impostor = pod("member-2", "Pending", why);
    impostor["metadata"].uid = "another";
    const others = all(2, "Pending", why).slice(0, 2);
    const evidence = whole().history("waiting.pods", 2, 14.1, [blocker, ...others, [2, impostor]]);
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "inconclusive" });
  });

  it("fails where nobody ever looks at the gang, and is inconclusive where somebody does late", () => {
    const items = members.map((name) => pod(name, "Pending"));
    const evidence = whole()
      .history("waiting.pods", 2, 14.1, [blocker, ...all(2, "Pending")])
      .put("waited.pods", "list", { path: "/", items });
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "inconclusive" });
    evidence.history("release.pods", 14.2, 74.2, [blocker, ...all(14.2, "Pending")]);
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "fail" });
  });

  it.each([0, 1, 2])("fails where only %i of 3 are bound after the release", (count) => {
    const released = all(16, "Pending", on).slice(0, count);
    const evidence = whole().history("release.pods", 14.2, 104, [blocker, ...all(14.2, "Pending", why), ...released]);
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "fail" });
  });

  it("fails where they are bound one by one", () => {
    const released = members.map((name, index): Served => [16 + 6 * index, pod(name, "Running", on)]);
    const evidence = whole().history("release.pods", 14.2, 40, [...all(14.2, "Pending", why), ...released]);
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "fail", reason: expect.stringContaining("12.0 s") });
  });

  it("fails where the pods say that they ran but nobody heard them", () => {
    expect(whole().log("member-1", [""]).judge(allOrNothing)).toMatchObject({ verdict: "fail" });
    expect(
      whole()
        .log("member-1", [`nonce ${NONCE}`, "met all"])
        .judge(allOrNothing),
    ).toMatchObject({ verdict: "fail" });
  });

  it("is inconclusive where the gang was watched for less time than an ordinary binding calls for", () => {
    expect(
      whole()
        .history("waiting.pods", 2, 13.9, [blocker, ...all(2, "Pending", why)])
        .judge(allOrNothing),
    ).toMatchObject({ verdict: "inconclusive" });
    const slow = whole().history("blocker.pods", 0, 9, [
      [0, pod("blocker", "Pending")],
      [3, pod("blocker", "Running", on)],
    ]);
    expect(slow.judge(allOrNothing)).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("15 s"),
    });
  });

  it("is inconclusive where the blocker did not hold its devices all the time, or still holds them", () => {
    const died: Served = [8, pod("blocker", "Failed", on)];
    expect(
      whole()
        .history("waiting.pods", 2, 14.1, [blocker, ...all(2, "Pending", why), died])
        .judge(allOrNothing),
    ).toMatchObject({ verdict: "inconclusive" });
    expect(
      whole()
        .put("blocker.gone", "object", { ref: {}, object: pod("blocker", "Running", on) })
        .judge(allOrNothing),
    ).toMatchObject({ verdict: "inconclusive" });
  });

  it("is inconclusive where the blocker was deleted in the window", () => {
    const deleted: Served = [8, pod("blocker", "Running", on), "DELETED"];
    const evidence = whole().history("waiting.pods", 2, 14.1, [blocker, ...all(2, "Pending", why), deleted]);
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "inconclusive" });
  });

  it("is inconclusive where the watch was interrupted", () => {
    const evidence = whole().put("waiting.pods", "history", {
      from: at(2),
      to: at(14.1),
      complete: false,
      versions: [],
    });
    expect(evidence.judge(allOrNothing)).toMatchObject({ verdict: "inconclusive" });
  });
});
