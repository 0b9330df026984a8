import { describe, expect, test } from "vitest";
import { personas } from "../personas/index.js";
import { expose } from "./exposition.js";
import { familiesOf } from "./families.js";
import { holdersIn } from "./holders.js";
import { measure } from "./meter.js";
import type { Device } from "./vocabulary.js";

const MIB = 1024 ** 2;
const { nvidia } = personas;
const EMPTY = 4096;
const reading = (seconds: number, busy: number, used = 0) => ({ at: seconds * 1000, busy: busy * 1000, sent: busy * MIB, received: 0, stored: EMPTY + used }); // prettier-ignore

describe("the meter", () => {
  test("tells at rest what nothing does", () => {
    expect(measure(reading(0, 100, MIB), EMPTY)).toMatchObject({
      utilisation: 0,
      memoryUsed: MIB,
      transmitRate: 0,
      power: 72,
    });
  });

  test("tells the share of time at work between two looks", () => {
    const before = { reading: reading(0, 100), measured: measure(reading(0, 100), EMPTY) };
    expect(measure(reading(2, 101), EMPTY, before)).toMatchObject({ utilisation: 0.5, transmitRate: MIB / 2 });
    // Counters of several queues may grow by more than the time that passed.
    expect(measure(reading(1, 102), EMPTY, before).utilisation).toBe(1);
  });

  test("warms up and cools down slowly, and never beyond", () => {
    let measured = measure(reading(0, 0), EMPTY);
    const temperatures = [];
    for (let second = 1; second <= 120; second++) {
      const busy = Math.min(second, 60);
      measured = measure(reading(second, busy), EMPTY, {
        reading: reading(second - 1, Math.min(second - 1, 60)),
        measured,
      });
      temperatures.push(measured.temperature);
    }
    expect(temperatures[0]).toBeLessThan(36);
    expect(temperatures[59]).toBeGreaterThan(70);
    expect(temperatures[62]).toBeGreaterThan(60);
    expect(temperatures[119]).toBeLessThan(33);
    expect(Math.max(...temperatures)).toBeLessThanOrEqual(74);
  });
});

const devices = [0, 1].map((slot): Device => ({
  slot,
  identity: nvidia.identity(`u${slot}`, slot),
  host: "node1",
  measured: { ...measure(reading(0, 0, 7.5 * MIB), EMPTY), utilisation: 0.256 },
  holder: slot === 0 ? { namespace: "ns", pod: "p", container: "c" } : undefined,
}));

const lines = (text: string, name: string): string[] => text.split("\n").filter((line) => line.startsWith(`${name}{`));

describe("what is exposed", () => {
  const healthy = expose(familiesOf("nvidia", devices));

  test("has the vendor's units and labels, and OpenTelemetry's beside them", () => {
    expect(lines(healthy, "DCGM_FI_DEV_GPU_UTIL")[0]).toBe(
      'DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-u0",pci_bus_id="00000000:17:00.0",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="node1",DCGM_FI_DRIVER_VERSION="580.95.05",namespace="ns",pod="p",container="c"} 26',
    );
    expect(lines(healthy, "DCGM_FI_DEV_FB_USED")[1]).toMatch(/^[^}]*UUID="GPU-u1"[^}]*} 7$/);
    expect(lines(healthy, "hw_gpu_memory_usage_bytes")[0]).toMatch(/ 7864320$/);
  });

  test("has one family a name, and one series a device", () => {
    const types = healthy.split("\n").filter((line) => line.startsWith("# TYPE"));
    expect(new Set(types).size).toBe(types.length);
    const series = healthy.split("\n").filter((line) => line && !line.startsWith("#"));
    expect(new Set(series.map((line) => line.slice(0, line.lastIndexOf(" ")))).size).toBe(series.length);
  });

  test("can be wrong in each of its ways", () => {
    expect(expose(familiesOf("nvidia", devices, { exporterHelpOnly: true }))).not.toMatch(/^[^#]/m);
    const without = expose(familiesOf("nvidia", devices, { exporterWithoutMemory: true }));
    expect(without).not.toMatch(/FB_USED|memory_usage/);
    expect(without).toMatch(/MEM_CLOCK/);
    const same = lines(expose(familiesOf("nvidia", devices, { exporterSameLabels: true })), "DCGM_FI_DEV_GPU_UTIL");
    expect(same[0]).toBe(same[1]);
  });
});

test("a holder is found by the plugin's id and by the claim's device", () => {
  const slots = devices.map(({ slot, identity }) => ({ slot, name: `gpu-${slot}`, identity, node: { loop: "", path: "", major: 7, minor: slot } })); // prettier-ignore
  const container = (name: string, device_ids: string[], device_name?: string) => ({
    name,
    devices: [{ resource_name: "nvidia.com/gpu", device_ids }],
    dynamic_resources: device_name
      ? [{ claim_resources: [{ driver_name: "gpu.nvidia.com", pool_name: "node1", device_name }] }]
      : [],
  });
  const pods = [
    { name: "plugged", namespace: "a", containers: [container("one", ["GPU-u1"])] },
    { name: "claimed", namespace: "b", containers: [container("none", []), container("two", [], "gpu-0")] },
  ];
  expect(holdersIn(pods, nvidia, { slots, node: "node1" })).toEqual(
    new Map([
      [1, { namespace: "a", pod: "plugged", container: "one" }],
      [0, { namespace: "b", pod: "claimed", container: "two" }],
    ]),
  );
  expect(holdersIn(pods, nvidia, { slots, node: "node2" }).has(0)).toBe(false);
});
