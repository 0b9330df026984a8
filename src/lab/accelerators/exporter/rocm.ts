import { holderLabels, type Vocabulary } from "./vocabulary.js";

const MIB = 1024 ** 2;

/** Names, units and labels as in ROCm/device-metrics-exporter (docs/configuration/metricslist.md). */
export const rocm: Vocabulary = {
  labels: (device) => ({
    gpu_id: String(device.slot),
    gpu_uuid: device.identity.uuid,
    card_model: device.identity.productName,
    driver_version: device.identity.driverVersion,
    hostname: device.host,
    ...holderLabels(device),
  }),
  metrics: [
    {
      name: "gpu_gfx_activity",
      help: "Graphics engine usage percentage (0 - 100)",
      value: ({ measured }) => Math.round(measured.utilisation * 100),
    },
    {
      name: "gpu_used_vram",
      help: "Used VRAM memory in MB",
      memory: true,
      value: ({ measured }) => Math.floor(measured.memoryUsed / MIB),
    },
    {
      name: "gpu_free_vram",
      help: "Free VRAM memory in MB",
      memory: true,
      value: ({ measured, identity }) => Math.floor((identity.memoryBytes - measured.memoryUsed) / MIB),
    },
    {
      name: "gpu_total_vram",
      help: "Total VRAM memory in MB",
      value: ({ identity }) => Math.floor(identity.memoryBytes / MIB),
    },
    {
      name: "gpu_junction_temperature",
      help: "Junction/hotspot temperature in Celsius",
      value: ({ measured }) => Math.round(measured.temperature),
    },
    {
      name: "gpu_package_power",
      help: "Current socket power in Watts",
      value: ({ measured }) => Math.round(measured.power),
    },
    {
      name: "pcie_bandwidth",
      help: "PCIe bandwidth in Mb/s",
      value: ({ measured }) => Math.round(((measured.transmitRate + measured.receiveRate) * 8) / 1e6),
    },
  ],
};
