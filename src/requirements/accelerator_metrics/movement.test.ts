import { describe, expect, test } from "vitest";
import { adapterOf } from "../../accelerators/index.js";
import { type Exposition, parseExposition } from "../../probe/index.js";
import { devicesIn, fell, rose, tracksIn } from "./movement.js";
import { bears, byDevice, valuesOf } from "./series.js";

const nvidia = adapterOf({ vendor: "nvidia" });

/** Utilisation in percent and memory in MiB of each GPU, as dcgm-exporter tells them. */
function read(...gpus: [utilisation: number, memory: number][]): Exposition {
  const lines = gpus.flatMap(([utilisation, memory], gpu) => {
    const labels = `{gpu="${gpu}",UUID="GPU-${gpu}",pci_bus_id="00000000:1${gpu}:00.0"}`;
    return [
      `DCGM_FI_DEV_GPU_UTIL${labels} ${utilisation}`,
      `DCGM_FI_DEV_FB_USED${labels} ${memory}`,
      `DCGM_FI_DEV_MEM_CLOCK${labels} 2619`,
    ];
  });
  return parseExposition(lines.join("\n"));
}

const course = (during: Exposition[], after: Exposition[]) =>
  tracksIn({ before: [read([0, 4], [0, 4]), read([1, 4], [0, 4])], during, after }, nvidia);
const of = (gpu: number, tracks = course([read([90, 700], [0, 4])], [read([0, 4], [0, 4])])) =>
  tracks.filter(({ device }) => device === `GPU-${gpu}`);

describe("a load", () => {
  test("moves what is in use, and nothing else", () => {
    expect(of(0).map((track) => [track.name, rose(track), fell(track)])).toEqual([
      ["DCGM_FI_DEV_GPU_UTIL", true, true],
      ["DCGM_FI_DEV_FB_USED", true, true],
    ]);
    expect(of(1).map(rose)).toEqual([false, false]);
  });

  test("that does not end is no fall", () => {
    const tracks = course([read([90, 700], [0, 4])], [read([88, 690], [0, 4])]);
    expect(of(0, tracks).map(fell)).toEqual([false, false]);
  });

  test("shows under every name that the exporter has", () => {
    const { samples } = read([0, 4]);
    const hw = parseExposition('hw_gpu_utilization_ratio{hw_id="GPU-0"} 0.5').samples;
    const tracks = tracksIn(
      { before: [{ samples: [...samples, ...hw], described: new Set() }], during: [], after: [] },
      nvidia,
    );
    expect(devicesIn(tracks, nvidia).map((group) => group.map(({ name }) => name))).toEqual([
      ["DCGM_FI_DEV_GPU_UTIL", "hw_gpu_utilization_ratio", "DCGM_FI_DEV_FB_USED"],
    ]);
  });
});

test("a series that lacks at one moment proves nothing", () => {
  expect(() => course([read([90, 700])], [read([0, 4], [0, 4])])).toThrow(/GPU-1 was missing 1 of 4 times/);
});

test("two series of one accelerator prove nothing", () => {
  const twice = parseExposition('DCGM_FI_DEV_GPU_UTIL{UUID="a"} 1\nDCGM_FI_DEV_GPU_UTIL{UUID="a",pod="old"} 2');
  expect(() => tracksIn({ before: [twice], during: [], after: [] }, nvidia)).toThrow(/2 series for a/);
  expect(
    byDevice(valuesOf(twice.samples, nvidia, "utilisation").get("DCGM_FI_DEV_GPU_UTIL") ?? []).get("a"),
  ).toHaveLength(2);
});

test("parts of one accelerator are not two series of it", () => {
  const { samples } = parseExposition(
    'hw_gpu_utilization_ratio{hw_id="a",hw_gpu_task="encoder"} 0\nhw_gpu_utilization_ratio{hw_id="a",hw_gpu_task="general"} 0.5',
  );
  const values = valuesOf(samples, nvidia, "utilisation").get("hw_gpu_utilization_ratio") ?? [];
  expect(byDevice(values).get("a")).toHaveLength(1);
});

test("a clock of the memory is no memory in use", () => {
  const { samples } = parseExposition('DCGM_FI_DEV_MEM_CLOCK{UUID="a"} 2619');
  expect(valuesOf(samples, nvidia, "memoryUsed").size).toBe(0);
});

test("an identity is recognised however it is written", () => {
  const [value] = valuesOf(read([0, 0]).samples, nvidia, "utilisation").get("DCGM_FI_DEV_GPU_UTIL") ?? [];
  expect(bears(value!, "gpu-0", nvidia)).toBe(true);
  expect(bears(value!, "0000:10:00.0", nvidia)).toBe(true);
  expect(bears(value!, "GPU-1", nvidia)).toBe(false);
});
