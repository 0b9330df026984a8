import { expect, it } from "vitest";
import type { Inventory } from "../../run/inventory.js";
import { unlessDeclared } from "./declared.js";

const inventory = (autoscaling?: Inventory["autoscaling"]): Inventory =>
  ({ pools: [], apis: {}, ...(autoscaling ? { autoscaling } : {}) }) as unknown as Inventory;

it("does not apply only where it was seen that nobody declares an elastic pool", () => {
  expect(unlessDeclared(inventory({ declared: [], looked: ["here", "there"] }))).toContain("here; there");
  const declared = [{ id: "karpenter" as const, shown: "NodePools gpu" }];
  expect(unlessDeclared(inventory({ declared, looked: [] }))).toBeUndefined();
  expect(unlessDeclared(inventory())).toBeUndefined();
});
