import { describe, expect, it } from "vitest";
import type { AcceleratorPool } from "../../run/inventory.js";
import { targetOf } from "./target.js";

const pool = (rest: Partial<AcceleratorPool>): AcceleratorPool => ({
  node: "n",
  access: "dra",
  vendor: "nvidia",
  devices: [],
  free: 0,
  ...rest,
});
const nodePool = (spec: object) => ({ spec });

describe("what is asked for", () => {
  it.each([
    ["limits", nodePool({ limits: { cpu: "100", "amd.com/gpu": "8" } })],
    ["taints", nodePool({ template: { spec: { taints: [{ key: "amd.com/gpu" }] } } })],
    ["requirements", nodePool({ template: { spec: { requirements: [{ key: "amd.com/gpu" }] } } })],
  ])("is what a NodePool names in its %s, whatever other nodes have", (_where, named) => {
    const pools = [pool({ resource: "nvidia.com/gpu" })];
    expect(targetOf({ pools }, [nodePool({}), named])).toEqual({ vendor: "amd", resource: "amd.com/gpu" });
  });

  it("is what nodes have, by extended resource if there is one", () => {
    const claims = pool({ deviceClass: "gpu.nvidia.com" });
    expect(targetOf({ pools: [claims, pool({ resource: "nvidia.com/gpu" })] }, [])).toMatchObject({
      resource: "nvidia.com/gpu",
    });
    expect(targetOf({ pools: [claims] }, [])).toEqual({ vendor: "nvidia", deviceClass: "gpu.nvidia.com" });
  });

  it("is unknown where nothing shows any", () => expect(() => targetOf({ pools: [] }, [])).toThrow("nothing is known"));
});
