import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amd } from "./amd.js";
import { advertisedDriver, driverFiles, injectedFiles, probedDriver, sameVersion } from "./index.js";
import { nvidia } from "./nvidia.js";

const NOTHING = { files: new Map<string, string>(), heads: new Map<string, Uint8Array>() };

describe("advertised", () => {
  test("by attribute and by label", () => {
    const attributes = { driverVersion: { version: "580.95.5" } };
    const labels = {
      "nvidia.com/cuda.driver-version.full": "580.95.05",
      "nvidia.com/cuda.driver.major": "580",
      "nvidia.com/cuda.driver.minor": "95",
      "nvidia.com/cuda.driver.rev": "05",
    };
    expect(advertisedDriver(nvidia, { attributes, labels }).map(({ version }) => version)).toEqual([
      "580.95.5",
      "580.95.05",
      "580.95.05",
    ]);
  });

  test("a part of it is nothing", () => {
    expect(advertisedDriver(nvidia, { labels: { "nvidia.com/cuda.driver.major": "580" } })).toEqual([]);
    expect(advertisedDriver(amd, { attributes: { driverVersion: { int: 6 } } })).toEqual([]);
  });
});

describe("probed", () => {
  test.each([
    [
      "the kernel module's own words",
      "/proc/driver/nvidia/version",
      "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build  (dvs-builder@U22)\nGCC version:  gcc version 12.3.0\n",
    ],
    [
      "of the closed one",
      "/proc/driver/nvidia/version",
      "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.95.05  Tue Sep 23\n",
    ],
    ["the library's name", "/usr/lib/x86_64-linux-gnu/libcuda.so.580.95.05", "\x7fELF"],
  ])("in %s", (_, path, content) => {
    const found = probedDriver(nvidia, { ...NOTHING, files: new Map([[path, content]]) });
    expect(found).toEqual([{ version: "580.95.05", where: path }]);
  });

  test("not in what the libraries' links are called, nor in another file", () => {
    const files = new Map([
      ["/usr/lib/x86_64-linux-gnu/libcuda.so.1", "\x7fELF"],
      ["/etc/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.95.05  Tue Sep 23\n"],
    ]);
    expect(probedDriver(nvidia, { ...NOTHING, files })).toEqual([]);
  });

  test("in a simulated accelerator", () => {
    const heads = new Map([["/dev/dri/renderD128", Buffer.from("KARAT-ACCELERATOR/1\ndriver=6.12.12\n")]]);
    expect(probedDriver(amd, { ...NOTHING, heads })).toEqual([{ version: "6.12.12", where: "/dev/dri/renderD128" }]);
  });

  test("what only granted containers should have is told from what all see", () => {
    const paths = ["/usr/lib/x86_64-linux-gnu/libcuda.so.580.95.05", "/proc/driver/nvidia/version", "/etc/passwd"];
    expect(injectedFiles(nvidia, paths)).toEqual(paths.slice(0, 1));
    expect(driverFiles(nvidia)).toContain("/proc/driver/nvidia/version");
  });
});

describe("versions", () => {
  test.each([
    ["580.95.05", "580.95.5", true],
    ["6.12", "6.12.0", true],
    ["v1.4.2", "1.4.2", true],
    ["580.95.05", "580.95.6", false],
    ["6.12.12", "6.12.12-rc1", false],
    ["6.12", "6.12.1", false],
    ["unknown", "unknown", true],
    ["unknown", "6.12", false],
    ["", "0", false],
  ])("%s and %s are the same: %s", (a, b, same) => {
    expect(sameVersion(a, b)).toBe(same);
    expect(sameVersion(b, a)).toBe(same);
  });

  test("a number that is changed makes another version", () => {
    const numbers = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(numbers, fc.nat(3), fc.integer({ min: 1 }), (version, at, more) => {
        const place = at % version.length;
        const other = version.map((number, index) => (index === place ? number + more : number));
        expect(sameVersion(version.join("."), other.join("."))).toBe(false);
        expect(sameVersion(version.join("."), version.map((number) => `0${number}`).join("."))).toBe(true);
      }),
    );
  });
});
