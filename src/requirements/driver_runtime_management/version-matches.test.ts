import { describe, expect, test } from "vitest";
import { granted, type MadeUpFacts } from "../probing/testing.js";
import { advertising, equipped, type MadeUpNode, onNodes } from "./testing.js";
import { versionMatches } from "./version-matches.js";

const judge = (...nodes: readonly MadeUpNode[]) => onNodes(...nodes).judge(versionMatches);
const LABEL = "gpu.karat.dev/driver-version";
const plugin = (version: string): MadeUpNode => ({ access: "device-plugin", labels: { [LABEL]: version } });
function placesIn(facts: MadeUpFacts): { node: string }[] {
  const lists = facts.observations.map(({ data }) => (data as { places?: { node: string }[] }).places);
  return lists.find((places) => places !== undefined) ?? [];
}
/** In the device itself, as simulated ones have it. */
const inDevice = (version: string) => {
  const [opening] = granted(0).openings!;
  return {
    ...granted(0),
    openings: [{ ...opening!, head: `KARAT-ACCELERATOR/1\nuuid=KARAT-0\ndriver=${version}\n\0` }],
  };
};

describe("one version on every node", () => {
  test("by attribute and by label", () => expect(judge({}, plugin("1.4.2")).verdict).toBe("pass"));
  test("nodes may differ from each other", () => {
    const other = { attributes: [advertising("2.0.0")], granted: equipped("2.0.0") };
    expect(judge({}, other).verdict).toBe("pass");
  });
  test("with leading zeros, which an attribute cannot have", () => {
    expect(judge({ attributes: [advertising("1.4.2")], granted: equipped("1.4.02") }).verdict).toBe("pass");
  });
  test("as text, and with a v before it", () => {
    expect(judge({ attributes: [{ driverVersion: { string: "v1.4.2" } }] }).verdict).toBe("pass");
  });
});

describe("another version", () => {
  test("on the last of three nodes", () => {
    const judgement = judge({}, {}, plugin("1.4.3"));
    expect(judgement).toMatchObject({ verdict: "fail" });
    expect(judgement.reason).toContain("1.4.3 (label gpu.karat.dev/driver-version)");
    expect(judgement.reason).toContain("node3");
    expect(judgement.reason).not.toContain("node1");
  });
  test("of one device of two", () => {
    expect(judge({ attributes: [advertising("1.4.2"), advertising("1.4.3")] }).verdict).toBe("fail");
  });
  test("by label beside the right attribute", () => {
    expect(judge({ labels: { [LABEL]: "1.4.3" } }).verdict).toBe("fail");
  });
  test("of another flavour", () => {
    expect(judge({ attributes: [{ driverVersion: { string: "1.4.2-server" } }] }).verdict).toBe("fail");
  });
  test("of the library than of the driver in the kernel", () => {
    expect(judge({ granted: { ...equipped("1.4.2"), ...inDevice("1.4.1") } }).verdict).toBe("fail");
  });
});

describe("no version", () => {
  test("on one node of two", () => {
    const judgement = judge({}, { access: "device-plugin" });
    expect(judgement.verdict).toBe("fail");
    expect(judgement.reason).toContain("nothing about its accelerators on node2");
  });
  test("of one device of two", () => {
    expect(judge({ attributes: [advertising("1.4.2"), {}] }).verdict).toBe("fail");
  });
  test("of a device whose node bears a label with it", () => {
    expect(judge({ attributes: [{}], labels: { [LABEL]: "1.4.2" } }).verdict).toBe("pass");
  });
  test("where nothing is known that would tell it", () => {
    const [intel, files] = [{ access: "device-plugin" as const, vendor: "intel" }, granted(0)];
    const judgement = judge({ ...intel, granted: files });
    expect(judgement.verdict).toBe("inconclusive");
    expect(judgement.reason).toContain("karat knows no attribute or label");
  });
});

describe("what came with the grant", () => {
  test("no library", () => {
    const judgement = judge({ granted: inDevice("1.4.2") });
    expect(judgement).toMatchObject({ verdict: "fail" });
    expect(judgement.reason).toContain("no library of the driver on node1");
  });
  test("no device", () => {
    expect(judge({ granted: { files: equipped("1.4.2").files! } }).verdict).toBe("fail");
  });
  test("no library, as it comes with the image", () => {
    const head = "KARAT-ACCELERATOR/1\npci=0000:19:00.0\ndriver=1.4.2\n\0";
    const file = { path: "/dev/dri/renderD128", type: "char" as const, major: 226, minor: 128 };
    const amd = { access: "device-plugin" as const, vendor: "amd", labels: { "amd.com/gpu.driver-version": "1.4.2" } };
    const device = { devices: [file], openings: [{ path: file.path, head }] };
    expect(judge({ ...amd, granted: device }).verdict).toBe("pass");
    const nameless = judge({ ...amd, granted: { ...device, openings: [{ path: file.path }] } });
    expect(nameless.verdict).toBe("inconclusive");
    expect(nameless.reason).toContain("none of /sys/module/amdgpu/version; look on the node itself");
  });
});

describe("a node that was not looked at", () => {
  const busy = { free: 0 };
  const cordoned = { reason: "cordoned" };

  test.each([
    ["as others use all its devices", busy, "every accelerator of node2 is in use"],
    ["as it is cordoned", cordoned, "node2 is left out (cordoned)"],
    ["as its pod did not run", { granted: null }, "node2: no observation named granted-1"],
  ])("%s", (_, node, why) => {
    const judgement = judge({}, node);
    expect(judgement.verdict).toBe("inconclusive");
    expect(judgement.reason).toContain(why);
  });
  test("hides no fault of another", () => expect(judge(busy, cordoned, plugin("1.4.3")).verdict).toBe("fail"));
  test("is spoken for by its other devices", () => {
    const facts = onNodes({}, { reason: "devices tainted by the driver" });
    placesIn(facts)[1]!.node = "node1";
    expect(facts.judge(versionMatches).verdict).toBe("pass");
  });
  test("cannot be forgotten", () => {
    const facts = onNodes({}, cordoned);
    placesIn(facts).pop();
    expect(facts.judge(versionMatches).verdict).toBe("inconclusive");
  });
});
