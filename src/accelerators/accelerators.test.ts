import { describe, expect, test } from "vitest";
import { amd } from "./amd.js";
import { adapterOf, adapters, identityIn, matches } from "./index.js";
import { nvidia } from "./nvidia.js";

const UUID = "GPU-6f1b9c52-3d0e-5a7b-8c9d-001122334455";
const information = (minor: number, uuid: string): string =>
  `Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 18\nGPU UUID: \t ${uuid}\nBus Location: \t 0000:17:00.0\nDevice Minor: \t ${minor}\n`;

const generic = adapterOf({ vendor: "generic" });

describe("patterns", () => {
  test.each([
    ["/dev/nvidia0", "/dev/nvidia[0-9]", true],
    ["/dev/nvidiactl", "/dev/nvidia[0-9]", false],
    ["/dev/nvidia0/x", "/dev/nvidia*", false],
    ["/dev/karat-gpu12", "/dev/karat-gpu[0-9]*", true],
    ["/devXnvidia0", "/dev.nvidia0", false],
    ["A_B", "A?B", true],
  ])("%s against %s: %s", (text, pattern, yes) => expect(matches(text, pattern)).toBe(yes));
});

describe("adapters", () => {
  test("no two claim the same id, driver or resource", () => {
    const names = adapters.flatMap(({ id, drivers, resources }) => [
      id,
      ...drivers.map(({ name }) => name),
      ...resources,
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(adapters.map((each) => [each.id, each] as const))("%s names files and metrics that can be", (_, each) => {
    const { files, readable, probedDriver, metrics } = each;
    const paths = [...files.device, ...files.control, ...readable, ...probedDriver.map(({ path }) => path)];
    expect(paths.filter((path) => !/^\/[!-~]+$/.test(path))).toEqual([]);
    const names = Object.values(metrics.series).flatMap((series) => series.map(({ name }) => name));
    expect(names.filter((name) => !/^[A-Za-z_:][A-Za-z0-9_:]*$/.test(name))).toEqual([]);
  });

  test("are found by id", () => {
    expect(adapterOf({ vendor: "nvidia" })).toBe(nvidia);
    expect(() => adapterOf({ vendor: "unheard-of" })).toThrow("unheard-of");
  });

  test("an identity is text, of the driver's domain or another", () => {
    expect(identityIn({ identity: "uuid" }, { uuid: { string: UUID } })).toBe(UUID);
    expect(identityIn({ identity: "a.test/slot" }, { "a.test/slot": { string: "0" } })).toBe("0");
    expect(identityIn({ identity: "uuid" }, { uuid: { bool: true } })).toBeUndefined();
  });
});

describe("which device it is", () => {
  const file = { path: "/dev/nvidia1", type: "char" as const, major: 195, minor: 1 };
  const files = new Map([
    ["/proc/driver/nvidia/gpus/0000:17:00.0/information", information(0, UUID.replace("44", "99"))],
    ["/proc/driver/nvidia/gpus/0000:3b:00.0/information", information(1, UUID)],
  ]);

  test("NVIDIA's driver tells by minor number", () => {
    expect(nvidia.identify({ file, files })).toBe(UUID);
    expect(nvidia.identify({ file: { ...file, minor: 2 }, files })).toBeUndefined();
  });

  test("a GPU that was never opened has no UUID yet", () => {
    const unopened = new Map([
      ["/proc/driver/nvidia/gpus/0000:17:00.0/information", information(1, "GPU-????????-????")],
    ]);
    expect(nvidia.identify({ file, files: unopened })).toBeUndefined();
  });

  test("AMD's are known by the PCI address that the kernel shows for the numbers, whatever the file is called", () => {
    const render = { path: "/dev/dri/renderD200", type: "char" as const, major: 226, minor: 128 };
    const uevent = "DRIVER=amdgpu\nPCI_CLASS=38000\nPCI_ID=1002:74A1\nPCI_SLOT_NAME=0000:19:00.0\n";
    const sysfs = new Map([["/sys/dev/char/226:128/device/uevent", uevent]]);
    expect(amd.identify({ file: render, files: sysfs })).toBe("0000:19:00.0");
    expect(amd.identify({ file: { ...render, minor: 129 }, files: sysfs })).toBeUndefined();
    expect(amd.identify({ file: { ...render, type: "block" }, files: sysfs })).toBeUndefined();
    expect(amd.readable.some((pattern) => matches([...sysfs.keys()][0] ?? "", pattern))).toBe(true);
  });

  test("a simulated device bears it in its first bytes", () => {
    const head = Buffer.from(`KARAT-ACCELERATOR/1\nuuid=${UUID}\npci=0000:19:00.0\n\0\0\0`);
    expect(generic.identify({ file, files: new Map(), head })).toBe(UUID);
    expect(amd.identify({ file, files: new Map(), head })).toBe("0000:19:00.0");
    expect(generic.identify({ file, files: new Map(), head: Buffer.from(`uuid=${UUID}\n`) })).toBeUndefined();
    const twice = Buffer.from(`KARAT-ACCELERATOR/1\nuuid=${UUID}\nuuid=other\n`);
    expect(generic.identify({ file, files: new Map(), head: twice })).toBeUndefined();
  });
});

test("configuration is recognised in the environment by the token that it carried", () => {
  const configuration = generic.drivers[0]?.configuration;
  const environment = new Map([
    ["KARAT_DEVICE_LEFT_CONFIG", JSON.stringify(configuration?.carrying("token"))],
    ["KARAT_DEVICE_LEFT_UUID", "x"],
  ]);
  expect(configuration?.seen(environment)).toEqual(['{"token":"token"}']);
});
