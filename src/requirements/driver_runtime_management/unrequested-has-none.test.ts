import { describe, expect, test } from "vitest";
import { granted } from "../probing/testing.js";
import { probeRuns } from "./probe-runs.js";
import { equipped, type MadeUpNode, onNodes } from "./testing.js";
import { unrequestedHasNone } from "./unrequested-has-none.js";

const judge = (...nodes: readonly MadeUpNode[]) => onNodes(...nodes).judge(unrequestedHasNone);
const amd: MadeUpNode = { access: "device-plugin", vendor: "amd" };

describe("a library of the driver", () => {
  test("in no pod that requested nothing", () => expect(judge({}, {}).verdict).toBe("pass"));
  test("in one of them, on one node", () => {
    const judgement = judge({}, { outsider: equipped("1.4.2") });
    expect(judgement.verdict).toBe("fail");
    expect(judgement.reason).toContain("/usr/lib/karat/libkarat.so.1.4.2 on node2");
  });
  test("in no granted pod either", () => expect(judge({}, { granted: granted(0) }).verdict).toBe("inconclusive"));
  test("is brought by one vendor of two", () => {
    expect(judge({}, amd).verdict).toBe("pass");
    expect(judge(amd).verdict).toBe("inconclusive");
  });
  test("was not looked for on a node", () => {
    expect(judge({}, { free: 0 }).verdict).toBe("inconclusive");
    expect(judge({}, { reason: "cordoned" }).verdict).toBe("inconclusive");
  });
});

test("does not apply where libraries come with images", () => {
  const pool = { node: "n", access: "dra" as const, devices: [], free: 1 };
  const cluster = { version: "v1.37.2", uidHash: "", platform: "linux/amd64" };
  const of = (...vendors: string[]) =>
    unrequestedHasNone.notApplicable?.({
      cluster,
      minor: 37,
      apis: {},
      pools: vendors.map((vendor) => ({ ...pool, vendor })),
    });
  expect(of("amd", "intel")).toContain("AMD, Intel");
  expect(of("amd", "nvidia")).toBeUndefined();
  expect(of()).toBeUndefined();
});

describe("the control", () => {
  const control = (...nodes: readonly MadeUpNode[]) => onNodes(...nodes).judge(probeRuns).verdict;

  test("runs everywhere", () => expect(control({}, {})).toBe("pass"));
  test("leaves out what is closed, for the experiments to name", () => {
    expect(control({}, { reason: "cordoned" })).toBe("pass");
    expect(control({ reason: "cordoned" })).toBe("inconclusive");
  });
  test("reads no file", () => {
    expect(control({}, { outsider: { files: { "/proc/self/cgroup": "" } } })).toBe("fail");
  });
});
