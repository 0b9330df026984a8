import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../accelerators/testing.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import { activeFaults, breakLab, faultNamed, healLab } from "./active.js";

let lab: Lab;
beforeEach(() => {
  lab = { names: { root: temporaryFolder() } } as Lab;
});

function fault(id: string, over: Partial<Fault> = {}): Fault {
  return { id, breaks: ["x"], what: "", how: "", break: async () => {}, heal: async () => {}, ...over };
}

describe("active faults", () => {
  it("are those switched on and not healed since", async () => {
    expect(activeFaults(lab.names)).toEqual([]);
    await breakLab(lab, fault("F01"));
    await breakLab(lab, fault("F02"));
    await breakLab(lab, fault("F01"));
    expect(activeFaults(lab.names)).toEqual(["F02", "F01"]);
    await healLab(lab, fault("F02"));
    expect(activeFaults(lab.names)).toEqual(["F01"]);
    await healLab(lab, fault("F01"));
    expect(existsSync(join(lab.names.root, "faults.json"))).toBe(false);
  });

  it("include one whose start failed, and one whose end failed", async () => {
    const failing = async () => {
      throw new Error("half way");
    };
    await expect(breakLab(lab, fault("F01", { break: failing }))).rejects.toThrow("half way");
    expect(activeFaults(lab.names)).toEqual(["F01"]);
    await expect(healLab(lab, fault("F01", { heal: failing }))).rejects.toThrow("half way");
    expect(activeFaults(lab.names)).toEqual(["F01"]);
  });
});

describe("a fault on one node", () => {
  it("finds that node and no other, and is active as ever", async () => {
    const nodes = [{ name: "node1" }, { name: "node2" }];
    Object.assign(lab, { nodes });
    const seen: string[] = [];
    const noting = async (broken: Lab) => void seen.push(broken.names.root, ...broken.nodes.map(({ name }) => name));
    await breakLab(lab, fault("F08", { break: noting }), "node2");
    expect(seen).toEqual([lab.names.root, "node2"]);
    expect(activeFaults(lab.names)).toEqual(["F08"]);
    await expect(breakLab(lab, fault("F09"), "node3")).rejects.toThrow("there is no node node3");
    expect(activeFaults(lab.names)).toEqual(["F08"]);
  });
});

describe("faultNamed", () => {
  it("finds a fault whatever the case, and says where the list is", () => {
    expect(faultNamed("f28").id).toBe("F28");
    expect(() => faultNamed("F99")).toThrow("there is no fault F99");
  });
});
