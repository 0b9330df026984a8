/** What can be measured of an accelerator, each in one unit. */
export const quantities = {
  /** Share of time or of units at work, 0 to 1. */
  utilisation: "ratio",
  memoryUsed: "bytes",
  temperature: "celsius",
  power: "watts",
  /** Between accelerators (NVLink, xGMI, Xe Link, ICI) or, where there is no such link, over PCIe. */
  interconnect: "bytes per second",
} as const;

export type Quantity = keyof typeof quantities;

/** A Prometheus series that measures a quantity. */
export interface Series {
  /** Metric name as exported. */
  name: string;
  /** What a value times this is in the quantity's unit; 1 when absent, e.g. 0.01 for a percentage. */
  scale?: number;
  /** A counter grows; its rate is what is meant. A gauge when absent. */
  counter?: true;
  /** Labels that choose the wanted ones among series of that name; patterns as for files. */
  where?: Readonly<Record<string, string>>;
}

/** A vendor's exporter as it is delivered. */
export interface Metrics {
  /** Labels of which each alone names the device among those of its node, e.g. "UUID"; the best first. */
  device: readonly string[];
  /** By quantity, the best series first; a quantity that the exporter does not publish is absent. */
  series: Readonly<Partial<Record<Quantity, readonly Series[]>>>;
}

/** Labels of `hw.*` metrics; `hw.id` is required by the convention. */
const GPU = { hw_type: "gpu" };

/**
 * OpenTelemetry's semantic conventions for hardware, as its Prometheus exporter writes them; any vendor's accelerators
 * may be published like this.
 */
const openTelemetry: Metrics = {
  device: ["hw_id"],
  series: {
    utilisation: [{ name: "hw_gpu_utilization_ratio" }],
    memoryUsed: [{ name: "hw_gpu_memory_usage_bytes" }, { name: "hw_memory_usage_bytes" }],
    temperature: [{ name: "hw_temperature_celsius", where: GPU }],
    power: [{ name: "hw_power_watts", where: GPU }],
    interconnect: [{ name: "hw_gpu_io_bytes_total", counter: true }],
  },
};

/** All series in which a quantity may be found, the vendor's own before OpenTelemetry's. */
export function seriesOf({ metrics }: { metrics: Metrics }, quantity: Quantity): readonly Series[] {
  return [...(metrics.series[quantity] ?? []), ...(openTelemetry.series[quantity] ?? [])];
}

/** Labels that may name the device in any of these series, the best first. */
export function deviceLabels({ metrics }: { metrics: Metrics }): readonly string[] {
  return [...metrics.device, ...openTelemetry.device];
}
