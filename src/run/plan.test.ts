import { describe, expect, test } from "vitest";
import type { Check, Requirement } from "./check.js";
import type { AcceleratorPool, Inventory } from "./inventory.js";
import { makePlan, needsInWords, toRun } from "./plan.js";

const check = (id: string, over: Partial<Check> = {}): Check => ({
  id,
  kind: "positive",
  proves: `${id} holds`,
  needs: {},
  seconds: { typical: 10, deadline: 60 },
  observe: async () => {},
  judge: () => {},
  ...over,
});
const requirements: Requirement[] = [
  { id: "one", title: "One", checks: [check("one/a", { needs: { devices: 2 } }), check("one/b")] },
  { id: "two", title: "Two", checks: [check("two/a", { notApplicable: () => "it has none, see slices" })] },
];
const pool = (free: number): AcceleratorPool => ({
  node: "n1",
  access: "dra",
  vendor: "v",
  devices: [1, 2].map((id) => ({ id: String(id), attributes: {} })),
  free,
});
const inventory = (pools: AcceleratorPool[], over: Partial<Inventory> = {}): Inventory => ({
  cluster: { version: "v1.37.2", uidHash: "", platform: "linux/amd64" },
  minor: 37,
  pools,
  apis: {},
  ...over,
});
const options = { only: [], skip: [], timeoutFactor: 2 };
const outcome = (given: Inventory, selection: { only?: string[]; skip?: string[] } = {}) =>
  makePlan(requirements, given, { ...options, ...selection }).items.map(({ planned }) => [
    planned.id,
    planned.verdict ?? "run",
    planned.reason ?? "",
  ]);

describe("makePlan", () => {
  test("says what runs where, and for how long", () => {
    const plan = makePlan(requirements, inventory([pool(2)]), options);
    expect(toRun(plan.items).map(({ check, pools }) => [check.id, pools.map(({ node }) => node)])).toEqual([
      ["one/a", ["n1"]],
      ["one/b", []],
    ]);
    expect(plan.items[0]?.planned.seconds).toEqual({ typical: 10, deadline: 120 });
    expect(plan.seconds).toBe(10);
  });

  test("shows what does not apply with its proof", () => {
    expect(outcome(inventory([pool(2)]))[2]).toEqual(["two/a", "n/a", "it has none, see slices"]);
  });

  test("calls inconclusive what the cluster has no room for, and says what it has", () => {
    const why = (given: Inventory) => outcome(given)[0];
    const needs = "it needs 2 free accelerators on one node, and ";
    expect(why(inventory([pool(1)]))).toEqual(["one/a", "inconclusive", `${needs}n1 has 1 of 2 free by DRA`]);
    expect(why(inventory([]))).toEqual(["one/a", "inconclusive", `${needs}no accelerator was found`]);
    const leftOut = [{ node: "n2", access: "dra" as const, devices: 4, reason: "cordoned" }];
    expect(why(inventory([], { leftOut }))?.[2]).toBe(`${needs}n2 has 4, but is cordoned`);
    expect(why(inventory([], { unknown: ["x.io/npu"] }))?.[2]).toContain("unknown: x.io/npu");
  });

  test("skips what the user leaves out, and shows it", () => {
    const given = inventory([pool(2)]);
    expect(outcome(given, { only: ["one/a"] })).toEqual([
      ["one/a", "run", ""],
      ["one/b", "skip", "not among --only one/a"],
      ["two/a", "skip", "not among --only one/a"],
    ]);
    expect(outcome(given, { only: ["o*"], skip: ["*/b"] }).map(([, verdict]) => verdict)).toEqual([
      "run",
      "skip",
      "skip",
    ]);
  });

  test("refuses a pattern that names nothing", () => {
    expect(() => outcome(inventory([]), { skip: ["on"] })).toThrow("--skip on names no requirement and no check");
    expect(() => outcome(inventory([]), { only: ["one/a.b"] })).toThrow("--only one/a.b");
  });
});

test("needs in words", () => {
  expect(needsInWords({})).toBe("no device");
  expect(needsInWords({ node: "whole", devices: 2, access: "dra" })).toBe("a whole node, 2 devices, by DRA");
  expect(needsInWords({ nodes: "every", devices: 1 })).toBe("every node, 1 device each");
});
