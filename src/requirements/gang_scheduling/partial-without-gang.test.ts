import { describe, expect, it } from "vitest";
import { partialWithoutGang } from "./partial-without-gang.js";
import { Evidence, NODE, NONCE, pod, token } from "./testing.js";

const on = { on: NODE };
const why = { why: "0/1 nodes are available: 1 Insufficient nvidia.com/gpu" };

function partial(): Evidence {
  return new Evidence()
    .setup(4, null, {})
    .created("blocker", "single-0", "single-1", "single-2")
    .history("blocker.pods", 0, 1, [
      [0.1, pod("blocker", "Pending")],
      [1, pod("blocker", "Running", on)],
    ])
    .history("singles.pods", 1, 3, [
      [1, pod("blocker", "Running", on)],
      [1, pod("single-0", "Pending", on)],
      [1, pod("single-1", "Pending", on)],
      [1, pod("single-2", "Pending", why)],
      [2, pod("single-0", "Running", on)],
      [3, pod("single-1", "Running", on)],
    ])
    .log("blocker", [`nonce ${NONCE}`, `token ${token("blocker")}`])
    .log("single-0", [`nonce ${NONCE}`, `heard blocker ${NONCE} blocker ${token("blocker")}`])
    .log("single-1", [`nonce ${NONCE}`, `heard blocker ${NONCE} blocker ${token("blocker")}`]);
}

describe("partial-without-gang", () => {
  it("passes where exactly the free devices are taken, with or without a gang scheduler", () => {
    expect(partial().judge(partialWithoutGang)).toMatchObject({ verdict: "pass" });
    expect(partial().setup(4).judge(partialWithoutGang)).toMatchObject({ verdict: "pass" });
  });

  it("fails where all pods fit: such a node cannot show a partial binding", () => {
    const evidence = partial().history("singles.pods", 1, 3, [
      [1, pod("blocker", "Running", on)],
      ...[0, 1, 2].map((index): [number, ReturnType<typeof pod>] => [2, pod(`single-${index}`, "Running", on)]),
    ]);
    expect(evidence.log("single-2", []).judge(partialWithoutGang)).toMatchObject({ verdict: "fail" });
  });

  it("fails where nothing is bound", () => {
    const evidence = partial().history("singles.pods", 1, 3, [
      [1, pod("blocker", "Running", on)],
      ...[0, 1, 2].map((index): [number, ReturnType<typeof pod>] => [2, pod(`single-${index}`, "Pending", why)]),
    ]);
    expect(evidence.judge(partialWithoutGang)).toMatchObject({ verdict: "fail" });
  });

  it("fails where the pod that is left was never looked at", () => {
    const evidence = partial().history("singles.pods", 1, 3, [
      [1, pod("blocker", "Running", on)],
      [2, pod("single-0", "Running", on)],
      [2, pod("single-1", "Running", on)],
      [2, pod("single-2", "Pending")],
    ]);
    expect(evidence.judge(partialWithoutGang)).toMatchObject({ verdict: "fail" });
  });

  it.each([
    ["says nothing", []],
    ["knows another nonce", ["nonce other", `heard blocker other blocker ${token("blocker")}`]],
    ["heard another token", [`nonce ${NONCE}`, `heard blocker ${NONCE} blocker ${token("else")}`]],
  ])("fails where a bound pod %s", (_what, lines) => {
    expect(partial().log("single-0", lines).judge(partialWithoutGang)).toMatchObject({ verdict: "fail" });
  });

  it("is inconclusive where the blocker does not run", () => {
    const evidence = partial().history("blocker.pods", 0, 1, [[1, pod("blocker", "Pending", on)]]);
    expect(evidence.judge(partialWithoutGang)).toMatchObject({ verdict: "inconclusive" });
  });
});
