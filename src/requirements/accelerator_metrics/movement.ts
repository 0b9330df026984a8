import type { Adapter, Quantity } from "../../accelerators/index.js";
import type { Exposition } from "../../probe/index.js";
import { Undecidable } from "../../run/expect.js";
import { bears, byDevice, type Value, valuesOf } from "./series.js";

/** What a load must move. */
export const MOVING = ["utilisation", "memoryUsed"] as const satisfies readonly Quantity[];
export type Moving = (typeof MOVING)[number];

/** A rise by so much is one; less than half of it is none. Loads take gigabytes and all of a device, sensors tremble. */
export const RISE: Readonly<Record<Moving, number>> = { utilisation: 0.05, memoryUsed: 16 * 1024 ** 2 };

const PHASES = ["before", "during", "after"] as const;
export type Phase = (typeof PHASES)[number];

/** What one metric told of one accelerator in the course of the experiment. */
export interface Track {
  quantity: Moving;
  name: string;
  device: string;
  values: Record<Phase, Value[]>;
}

/**
 * The course of every metric and accelerator.
 * @param read of each moment of a phase what was published about the node
 * @throws Undecidable when one accelerator has two series of a metric, or a series lacks at a moment
 */
export function tracksIn(read: Readonly<Record<Phase, readonly Exposition[]>>, adapter: Adapter): Track[] {
  const tracks = new Map<string, Track>();
  const moments = PHASES.reduce((sum, phase) => sum + read[phase].length, 0);
  for (const phase of PHASES) {
    for (const { samples } of read[phase]) {
      for (const quantity of MOVING) {
        for (const [name, values] of valuesOf(samples, adapter, quantity)) {
          for (const [device, series] of byDevice(values)) {
            const [value, ...more] = series;
            if (!value || more.length > 0) {
              throw new Undecidable(
                `${name} has ${series.length} series for ${device}; see accelerator_metrics/every-device`,
              );
            }
            const key = JSON.stringify([name, device]);
            const track = tracks.get(key) ?? { quantity, name, device, values: { before: [], during: [], after: [] } };
            track.values[phase].push(value);
            tracks.set(key, track);
          }
        }
      }
    }
  }
  for (const { name, device, values } of tracks.values()) {
    const told = PHASES.reduce((sum, phase) => sum + values[phase].length, 0);
    if (told < moments) throw new Undecidable(`${name} of ${device} was missing ${moments - told} of ${moments} times`);
  }
  return [...tracks.values()];
}

const greatest = (values: readonly Value[]): number => Math.max(...values.map(({ value }) => value));

/** By how much a metric rose from all that it was before. */
export function rise({ values }: Track, phase: "during" | "after" = "during"): number {
  return greatest(values[phase]) - greatest(values.before);
}

export function rose(track: Track): boolean {
  return rise(track) >= RISE[track.quantity];
}

/** Whether a metric that rose has fallen again, by half at least, at the last moment. */
export function fell(track: Track): boolean {
  const last = track.values.after.at(-1);
  return last !== undefined && last.value <= greatest(track.values.before) + rise(track) / 2;
}

/** The accelerators of all tracks; one that has several names, by metric, once. */
export function devicesIn(tracks: readonly Track[], adapter: Adapter): Track[][] {
  const groups: Track[][] = [];
  for (const track of tracks) {
    const group = groups.find((each) => each.some((other) => sameDevice(other, track, adapter)));
    if (group) group.push(track);
    else groups.push([track]);
  }
  return groups;
}

function sameDevice(one: Track, other: Track, adapter: Adapter): boolean {
  const [sample] = one.values.before;
  return one.device === other.device || (sample !== undefined && bears(sample, other.device, adapter));
}

/** In words: what a metric was before, at most during, and at last. */
export function course({ quantity, values }: Track): string {
  const said = (value: number): string =>
    quantity === "utilisation" ? `${Math.round(value * 100)} %` : `${Math.round(value / 1024 ** 2)} MiB`;
  const last = values.after.at(-1);
  return `${said(greatest(values.before))}, then up to ${said(greatest(values.during))}${last ? `, at last ${said(last.value)}` : ""}`;
}
