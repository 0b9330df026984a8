import { holderLabels, type Vocabulary } from "./vocabulary.js";

const GPU = { hw_type: "gpu" };

/**
 * OpenTelemetry's semantic conventions for hardware (docs/hardware/gpu.md), named as its Prometheus exporter does:
 * units in the name, attributes as labels.
 */
export const openTelemetry: Vocabulary = {
  labels: (device) => ({
    hw_id: device.identity.uuid,
    hw_name: `gpu${device.slot}`,
    hw_model: device.identity.productName,
    hw_driver_version: device.identity.driverVersion,
    host_name: device.host,
    ...holderLabels(device),
  }),
  metrics: [
    {
      name: "hw_gpu_utilization_ratio",
      help: "Fraction of time spent in a specific task.",
      value: ({ measured }) => measured.utilisation,
      labels: { hw_gpu_task: "general" },
    },
    {
      name: "hw_gpu_memory_usage_bytes",
      help: "GPU memory used.",
      memory: true,
      value: ({ measured }) => measured.memoryUsed,
    },
    {
      name: "hw_gpu_memory_limit_bytes",
      help: "Size of the GPU memory.",
      value: ({ identity }) => identity.memoryBytes,
    },
    {
      name: "hw_temperature_celsius",
      help: "Temperature in degrees Celsius.",
      labels: GPU,
      value: ({ measured }) => measured.temperature,
    },
    {
      name: "hw_power_watts",
      help: "Instantaneous power consumed by the component.",
      labels: GPU,
      value: ({ measured }) => measured.power,
    },
    {
      name: "hw_gpu_io_bytes_total",
      help: "Received and transmitted bytes by the GPU.",
      type: "counter",
      labels: { network_io_direction: "transmit" },
      value: ({ measured }) => measured.transmitted,
    },
    {
      name: "hw_gpu_io_bytes_total",
      help: "Received and transmitted bytes by the GPU.",
      type: "counter",
      labels: { network_io_direction: "receive" },
      value: ({ measured }) => measured.received,
    },
  ],
};
