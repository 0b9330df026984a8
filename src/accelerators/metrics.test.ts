import { expect, test } from "vitest";
import { adapters, deviceLabels, quantities, type Quantity, type Series, seriesOf } from "./index.js";
import { intel } from "./intel.js";
import { nvidia } from "./nvidia.js";

const all = Object.keys(quantities) as Quantity[];
const names = (series: readonly Series[]): string[] => series.map(({ name }) => name);

test("a vendor's own series come before OpenTelemetry's, which any vendor may have", () => {
  expect(names(seriesOf(nvidia, "power"))).toEqual(["DCGM_FI_DEV_POWER_USAGE", "hw_power_watts"]);
  expect(deviceLabels(intel)).toEqual(["uuid", "pci_bdf", "dev_file", "hw_id"]);
});

test.each(all)("%s can be looked for in every vendor's metrics, under each name once", (quantity) => {
  for (const adapter of adapters) {
    const found = names(seriesOf(adapter, quantity));
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found).size).toBe(found.length);
  }
});

test("no series stands for two quantities", () => {
  for (const adapter of adapters) {
    const found = all.flatMap((quantity) => [...new Set(names(seriesOf(adapter, quantity)))]);
    expect(new Set(found).size).toBe(found.length);
  }
});

test("memory used is bytes in use, not a share and not a clock", () => {
  const found = adapters.flatMap((adapter) => names(seriesOf(adapter, "memoryUsed")));
  expect(found.filter((name) => /clock|ratio|util|free|total/i.test(name))).toEqual([]);
});
