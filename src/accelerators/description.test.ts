import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { adapters, described, DescriptionInvalid, probedDriver, readDescription, seriesOf } from "./index.js";

const EXAMPLE = readFileSync(new URL("../../docs/accelerator.yaml", import.meta.url), "utf8");
const read = (text: string) => readDescription(text, "npu.yaml", adapters);
const SHORTEST = "id: npu\nresources: [example.com/npu]\nfiles: { device: [/dev/npu0] }\n";

describe("the example in docs", () => {
  const adapter = described(read(EXAMPLE));

  test("is an adapter like any other", () => {
    expect(adapter).toMatchObject({ id: "example", name: "Example NPU", resources: ["npu.example.com/npu"] });
    expect(adapter.drivers).toMatchObject([{ name: "npu.example.com", deviceClass: "whole-npu", identity: "serial" }]);
    expect(adapter.shortcuts[0]?.environment).toEqual({ NPU_VISIBLE_DEVICES: "all" });
    expect(seriesOf(adapter, "power")[0]).toEqual({ name: "npu_power_milliwatts", scale: 0.001 });
  });

  test("tells whole accelerators from parts", () => {
    const isAccelerator = (type: string) => adapter.drivers[0]?.isAccelerator({ type: { string: type } });
    expect([isAccelerator("npu"), isAccelerator("part")]).toEqual([true, false]);
  });

  test("finds a device's identity by its numbers, and the driver's version", () => {
    const file = { path: "/dev/npu3", type: "char" as const, major: 240, minor: 3 };
    const files = new Map([
      ["/sys/dev/char/240:3/device/npu_info", "slot: 7\nserial: SN-3\n"],
      ["/sys/module/npu/version", "2.1.0\n"],
      ["/usr/lib/libnpu.so.2.1.0", "ELF"],
      ["/usr/lib/libnpu.so.2", "ELF"],
    ]);
    expect(adapter.readable).toEqual(["/sys/dev/char/*:*/device/npu_info"]);
    expect(adapter.identify({ file, files })).toBe("SN-3");
    expect(adapter.identify({ file: { ...file, minor: 4 }, files })).toBeUndefined();
    expect(probedDriver(adapter, { files, heads: new Map() }).map(({ version }) => version)).toEqual([
      "2.1.0",
      "2.1.0",
    ]);
  });
});

test("four fields are enough, and survive the record", () => {
  const description = read(SHORTEST);
  expect(described(description)).toMatchObject({ name: "npu", drivers: [], probedDriver: [] });
  expect(readDescription(JSON.stringify(description), "record", adapters)).toEqual(description);
});

describe("a mistake is told where it is", () => {
  test.each([
    ["no YAML", "id: [", /^npu\.yaml:1:6: /],
    ["a key twice", `${SHORTEST}id: other\n`, /^npu\.yaml:4:1: Map keys must be unique/],
    ["nothing at all", "", /^npu\.yaml:1:1: .*expected object/],
    ["a key that is none", `${SHORTEST}metric: {}\n`, /^npu\.yaml:4:1: .*"metric"/],
    ["a key that is none, further in", SHORTEST.replace("device:", "devices:"), /^npu\.yaml:3:\d+: /],
    [
      "a path that is none",
      SHORTEST.replace("/dev/npu0", "npu0"),
      /^npu\.yaml:3:19: files\.device\.0: must be an absolute/,
    ],
    ["no way to ask", SHORTEST.replace(/resources.*\n/, ""), /name a resource, or a DRA driver/],
    ["a path with a space", SHORTEST.replace("/dev/npu0", "/dev/npu 0"), /without spaces/],
    ["a pattern that none is", SHORTEST.replace("/dev/npu0", "'/dev/npu[z-a]'"), /must be a shell pattern/],
    ["a pattern of many stars", SHORTEST.replace("/dev/npu0", "'/dev/*a*a*a*'"), /at most three stars/],
    [
      "a name without a star",
      `${SHORTEST}driver: { files: [{ name: /x.so }] }\n`,
      /^npu\.yaml:4:27: driver\.files\.0\.name: must end in a star/,
    ],
    ["no variable", `${SHORTEST}environment: { bypass: { "a b": all } }\n`, /environment variable/],
    ["what karat knows", SHORTEST.replace("example.com/npu", "amd.com/gpu"), /^npu\.yaml:2:13: amd\.com\/gpu is known/],
    ["an id that karat knows", SHORTEST.replace("npu", "nvidia"), /^npu\.yaml:1:5: nvidia is known/],
  ])("%s", (_, text, message) => {
    expect(() => read(text)).toThrow(DescriptionInvalid);
    expect(() => read(text)).toThrow(message);
  });

  test("every mistake is told at once", () => {
    const wrong = "id: Wrong\nresources: [x]\nfiles: { device: [] }\n";
    expect(() => read(wrong)).toThrow(/^npu\.yaml:1:5: .*\nnpu\.yaml:2:13: .*\nnpu\.yaml:3:18: .*$/);
  });
});
