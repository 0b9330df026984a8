import { describe, expect, test } from "vitest";
import { adapter, adapterOfDriver, adapterOfResource, adapters, matches, matchesAny } from "./index.js";
import { nvidia } from "./nvidia.js";

const UUID = "GPU-6f1b9c52-3d0e-5a7b-8c9d-001122334455";
const information = (minor: number, uuid: string): string =>
  `Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 18\nGPU UUID: \t ${uuid}\nBus Location: \t 0000:17:00.0\nDevice Minor: \t ${minor}\n`;

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
  test("no two claim the same driver, resource or device file", () => {
    const names = adapters.flatMap(({ drivers, resources }) => [...drivers.map(({ name }) => name), ...resources]);
    expect(new Set(names).size).toBe(names.length);
    for (const { files } of adapters) {
      const example = files.device[0]!.replace("[0-9]", "0").replace("*", "");
      expect(adapters.filter((other) => matchesAny(example, other.files.device))).toHaveLength(1);
    }
  });

  test("are found by driver and by resource", () => {
    expect(adapterOfDriver("gpu.nvidia.com")?.adapter).toBe(nvidia);
    expect(adapterOfResource("nvidia.com/gpu")).toBe(nvidia);
    expect(adapterOfDriver("gpu.example.com")).toBeUndefined();
    expect(adapter("generic").resources).toEqual(["karat.dev/gpu"]);
    expect(() => adapter("unheard-of")).toThrow("unheard-of");
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

  test("a simulated device bears it in its first bytes", () => {
    const head = Buffer.from(`KARAT-ACCELERATOR/1\nuuid=${UUID}\nproduct=x\n\0\0\0`);
    expect(adapter("generic").identify({ file, files: new Map(), head })).toBe(UUID);
    expect(
      adapter("generic").identify({ file, files: new Map(), head: Buffer.from(`uuid=${UUID}\n`) }),
    ).toBeUndefined();
    const twice = Buffer.from(`KARAT-ACCELERATOR/1\nuuid=${UUID}\nuuid=other\n`);
    expect(adapter("generic").identify({ file, files: new Map(), head: twice })).toBeUndefined();
  });
});

test("configuration is recognised in the environment by the token that it carried", () => {
  const { configuration } = adapterOfDriver("gpu.karat.dev")!.driver;
  const environment = new Map([
    ["KARAT_DEVICE_LEFT_CONFIG", JSON.stringify(configuration!.carrying("token"))],
    ["KARAT_DEVICE_LEFT_UUID", "x"],
  ]);
  expect(configuration!.seen(environment)).toEqual(['{"token":"token"}']);
});
