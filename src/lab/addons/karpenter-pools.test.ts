import { describe, expect, it } from "vitest";
import type { LabState } from "../state.js";
import { ACCELERATED_POOL, NEVER_SHRINKS, NO_ROOM, nodePools, PLAIN_POOL } from "./karpenter-pools.js";

const lab = (persona: "nvidia" | "amd"): LabState =>
  ({ name: "t", nodes: [{ devices: 0, persona: "nvidia" }, { devices: 2, persona }] }) as unknown as LabState; // prettier-ignore

const pool = (name: string, defects: string[] = [], persona: "nvidia" | "amd" = "nvidia") =>
  nodePools(lab(persona), new Set(defects)).find(({ metadata }) => metadata.name === name)?.["spec"];

describe("node pools", () => {
  it("offer the accelerators that the lab's nodes have, to pods that ask for them", () => {
    expect(pool(ACCELERATED_POOL)).toMatchObject({ limits: { "nvidia.com/gpu": "6" } });
    expect(pool(ACCELERATED_POOL).template.spec.taints).toMatchObject([
      { key: "nvidia.com/gpu", effect: "NoSchedule" },
    ]);
    expect(pool(ACCELERATED_POOL, [], "amd")).toMatchObject({ limits: { "amd.com/gpu": "6" } });
    expect(pool(PLAIN_POOL).template.spec.taints).toBeUndefined();
  });

  it("are made wrong one way at a time", () => {
    expect(pool(ACCELERATED_POOL, [NO_ROOM])).toMatchObject({ limits: { "nvidia.com/gpu": "0" } });
    expect(pool(PLAIN_POOL, [NO_ROOM])).toEqual(pool(PLAIN_POOL));
    for (const name of [ACCELERATED_POOL, PLAIN_POOL]) {
      expect(pool(name).disruption.budgets).toEqual([{ nodes: "100%" }]);
      expect(pool(name, [NEVER_SHRINKS]).disruption.budgets).toEqual([{ nodes: "0" }]);
    }
  });
});
