import { type Device, holderLabels, type Vocabulary } from "./vocabulary.js";

const MIB = 1024 ** 2;
/** MHz at rest and at work, as an H100's. */
const STREAMING_CLOCK = { rest: 345, work: 1980 };
const MEMORY_CLOCK = { rest: 1593, work: 2619 };

/** Names, units and labels as in NVIDIA/dcgm-exporter (etc/default-counters.csv, and its Kubernetes mapping). */
export const dcgm: Vocabulary = {
  labels: (device) => ({
    gpu: String(device.slot),
    UUID: device.identity.uuid,
    pci_bus_id: `0000${device.identity.pciBusId}`.toUpperCase(),
    device: `nvidia${device.slot}`,
    modelName: device.identity.productName,
    Hostname: device.host,
    DCGM_FI_DRIVER_VERSION: device.identity.driverVersion,
    ...holderLabels(device),
  }),
  metrics: [
    { name: "DCGM_FI_DEV_SM_CLOCK", help: "SM clock frequency (in MHz).", value: clock(STREAMING_CLOCK) },
    { name: "DCGM_FI_DEV_MEM_CLOCK", help: "Memory clock frequency (in MHz).", value: clock(MEMORY_CLOCK) },
    {
      name: "DCGM_FI_DEV_GPU_TEMP",
      help: "GPU temperature (in C).",
      value: ({ measured }) => Math.round(measured.temperature),
    },
    {
      name: "DCGM_FI_DEV_POWER_USAGE",
      help: "Power draw (in W).",
      value: ({ measured }) => Math.round(measured.power * 1000) / 1000,
    },
    {
      name: "DCGM_FI_DEV_GPU_UTIL",
      help: "GPU utilization (in %).",
      value: ({ measured }) => Math.round(measured.utilisation * 100),
    },
    {
      name: "DCGM_FI_DEV_FB_USED",
      help: "Framebuffer memory used (in MiB).",
      memory: true,
      value: ({ measured }) => Math.floor(measured.memoryUsed / MIB),
    },
    {
      name: "DCGM_FI_DEV_FB_FREE",
      help: "Framebuffer memory free (in MiB).",
      memory: true,
      value: ({ measured, identity }) => Math.floor((identity.memoryBytes - measured.memoryUsed) / MIB),
    },
    {
      name: "DCGM_FI_PROF_PCIE_TX_BYTES",
      help: "The rate of data transmitted over the PCIe bus - including both protocol headers and data payloads - in bytes per second.",
      value: ({ measured }) => Math.round(measured.transmitRate),
    },
    {
      name: "DCGM_FI_PROF_PCIE_RX_BYTES",
      help: "The rate of data received over the PCIe bus - including both protocol headers and data payloads - in bytes per second.",
      value: ({ measured }) => Math.round(measured.receiveRate),
    },
  ],
};

/** A clock runs at full speed as soon as there is work. */
function clock({ rest, work }: { rest: number; work: number }): (device: Device) => number {
  return ({ measured }) => (measured.utilisation > 0 ? work : rest);
}
