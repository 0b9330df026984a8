import type { DeviceIdentity } from "../identity.js";
import type { Holder } from "./holders.js";
import type { Measured } from "./meter.js";

/** One accelerator at a scrape. */
export interface Device {
  slot: number;
  identity: DeviceIdentity;
  /** Node name. */
  host: string;
  measured: Measured;
  holder: Holder | undefined;
}

/** One metric of a vendor: what it is called, and how a device's value is told. */
export interface Metric {
  name: string;
  help: string;
  type?: "counter";
  /** It tells of memory in use. */
  memory?: true;
  value(device: Device): number;
  /** Beside those of the vendor's that name the device. */
  labels?: Readonly<Record<string, string>>;
}

/** A vendor's exporter: its metrics, and the labels that all of them bear. */
export interface Vocabulary {
  metrics: readonly Metric[];
  labels(device: Device): Record<string, string>;
}

/** As exporters say who holds a device; nobody, no labels. */
export function holderLabels({ holder }: Device): Record<string, string> {
  return holder ? { namespace: holder.namespace, pod: holder.pod, container: holder.container } : {};
}
