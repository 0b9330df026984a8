import { describe, expect, it } from "vitest";
import type { ApiObject } from "../../record/facts.js";
import { competingGangs } from "./competing-gangs.js";
import { Evidence, NODE, NONCE, pod } from "./testing.js";

const on = { on: NODE };
const [a, b] = [
  ["a-0", "a-1"],
  ["b-0", "b-1"],
];
type Served = [number, ApiObject, "DELETED"?];
const all = (names: string[], second: number, phase: string, options = {}) =>
  names.map((name): Served => [second, pod(name, phase, options)]);
const created = all([...a, ...b], 0, "Pending");

const competing = (...versions: Served[]): Evidence =>
  new Evidence()
    .setup(2)
    .created(...a, ...b)
    .history("pods", 0, 20, [...created, ...versions])
    .met(...a)
    .met(...b);

describe("competing-gangs", () => {
  it("passes where one gang starts whole after the other has finished", () => {
    const evidence = competing(
      ...all(b, 1, "Running", on),
      ...all(b, 3, "Succeeded", on),
      ...all(a, 4, "Running", on),
      ...all(a, 6, "Succeeded", on),
    );
    expect(evidence.judge(competingGangs)).toMatchObject({ verdict: "pass" });
  });

  it("fails on the deadlock: each gang holds a part", () => {
    const judgement = competing([1, pod("a-0", "Running", on)], [1, pod("b-0", "Running", on)]).judge(competingGangs);
    expect(judgement).toMatchObject({
      verdict: "fail",
      reason: expect.stringContaining("1 of one and 1 of the other"),
    });
  });

  it("fails where a gang is begun while the other still holds a device, even if both finish", () => {
    const evidence = competing(
      ...all(a, 1, "Running", on),
      [3, pod("a-0", "Succeeded", on)],
      [4, pod("b-0", "Running", on)],
      [5, pod("a-1", "Succeeded", on)],
      [6, pod("b-1", "Running", on)],
      ...all(b, 7, "Succeeded", on),
    );
    expect(evidence.judge(competingGangs)).toMatchObject({ verdict: "fail" });
  });

  it("fails where the second gang never starts", () => {
    const evidence = competing(...all(a, 1, "Running", on), ...all(a, 3, "Succeeded", on));
    expect(evidence.judge(competingGangs)).toMatchObject({
      verdict: "fail",
      reason: expect.stringContaining("gang b"),
    });
  });

  it("fails where pods end well without having met", () => {
    const evidence = competing(
      ...all(a, 1, "Running", on),
      ...all(a, 3, "Succeeded", on),
      ...all(b, 4, "Running", on),
      ...all(b, 6, "Succeeded", on),
    );
    expect(evidence.log("b-1", [`nonce ${NONCE}`]).judge(competingGangs)).toMatchObject({ verdict: "fail" });
  });

  it("is inconclusive where no pod is ever bound: the node may give out no devices at all", () => {
    expect(competing().judge(competingGangs)).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("nothing shows"),
    });
  });

  it("is inconclusive where there is room for both gangs", () => {
    const evidence = competing(...all([...a, ...b], 1, "Running", on), ...all([...a, ...b], 3, "Succeeded", on));
    expect(evidence.judge(competingGangs)).toMatchObject({ verdict: "inconclusive" });
  });

  it("is inconclusive where the surplus was not held", () => {
    expect(competing().setup(3).judge(competingGangs)).toMatchObject({ verdict: "inconclusive" });
    expect(competing().setup(4).created("blocker").judge(competingGangs)).toMatchObject({ verdict: "inconclusive" });
  });
});
