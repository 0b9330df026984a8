import { type Adapter, deviceLabels, matches, type Quantity, seriesOf } from "../../accelerators/index.js";
import type { MetricSample } from "../../probe/index.js";

/** A value that tells a quantity of one accelerator, in the quantity's unit. */
export interface Value {
  name: string;
  /** By the label that names it. */
  device: string;
  value: number;
  labels: ReadonlyMap<string, string>;
}

/** Labels by which several series tell of parts of one accelerator. */
const PARTS = ["hw_gpu_task"];

/** All metrics that tell a quantity, each with its series. A metric without series is not among them. */
export function valuesOf(samples: readonly MetricSample[], adapter: Adapter, quantity: Quantity): Map<string, Value[]> {
  const found = new Map<string, Value[]>();
  for (const { name, scale = 1, where = {} } of seriesOf(adapter, quantity)) {
    const chosen = samples.filter(
      (sample) =>
        sample.name === name &&
        Object.entries(where).every(([label, pattern]) => matches(sample.labels.get(label) ?? "", pattern)),
    );
    const label = deviceLabels(adapter).find((each) => chosen.every(({ labels }) => labels.get(each)));
    if (chosen.length === 0) continue;
    const values = chosen.map(({ labels, value }) => ({
      name,
      device: label === undefined ? "(no label)" : String(labels.get(label)),
      value: value * scale,
      labels,
    }));
    found.set(name, values);
  }
  return found;
}

/** The series of each accelerator: more than one, unless they tell of its parts, is one too many. */
export function byDevice(values: readonly Value[]): Map<string, Value[]> {
  const found = new Map<string, Map<string, Value[]>>();
  for (const value of values) {
    const part = PARTS.map((label) => value.labels.get(label) ?? "").join("/");
    const parts = found.get(value.device) ?? new Map<string, Value[]>();
    parts.set(part, [...(parts.get(part) ?? []), value]);
    found.set(value.device, parts);
  }
  return new Map([...found].map(([device, parts]) => [device, longest([...parts.values()])]));
}

function longest<T>(lists: readonly T[][]): T[] {
  return lists.reduce((one, other) => (other.length > one.length ? other : one), []);
}

/** Whether a series bears this identity in one of the labels that name devices. */
export function bears({ labels }: Pick<Value, "labels">, identity: string, adapter: Adapter): boolean {
  return deviceLabels(adapter).some((label) => plain(labels.get(label) ?? "") === plain(identity));
}

/** Without what differs between those who write an identity: case, and how many digits a PCI domain has. */
function plain(identity: string): string {
  const [, domain, rest] = /^([0-9a-f]{4,8})(:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/.exec(identity.toLowerCase()) ?? [];
  return domain === undefined ? identity.toLowerCase() : `${domain.slice(-4)}${rest}`;
}
