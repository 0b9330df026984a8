import type { Adapter, Evidence } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";
import { simulatedField } from "./simulated.js";

const MIB = 1024 ** 2;

/**
 * Names as NVIDIA/k8s-dra-driver-gpu, NVIDIA/k8s-device-plugin (with its GPU feature discovery) and NVIDIA/dcgm-exporter
 * use them; device files as in the driver's README, chapter "Device files". A MIG partition (nvidia.com/mig-…) is no
 * whole accelerator.
 */
export const nvidia: Adapter = {
  id: "nvidia",
  name: "NVIDIA",
  drivers: [
    {
      name: "gpu.nvidia.com",
      identity: "uuid",
      isAccelerator: (attributes) => (attributes["type"]?.string ?? "gpu") === "gpu",
    },
  ],
  resources: ["nvidia.com/gpu"],
  files: {
    device: ["/dev/nvidia[0-9]", "/dev/nvidia[0-9][0-9]"],
    control: ["/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset"],
  },
  environment: ["NVIDIA_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES", "KARAT_DEVICE_*"],
  readable: ["/proc/driver/nvidia/gpus/*/information"],
  identify: (evidence) => simulatedField(evidence.head, "uuid") ?? driverUuid(evidence),
  shortcuts: containerToolkit,
  advertisedDriver: {
    attributes: ["driverVersion"],
    labels: [
      ["nvidia.com/cuda.driver-version.full"],
      // As feature discovery called it before 0.17, and still does beside it.
      ["nvidia.com/cuda.driver.major", "nvidia.com/cuda.driver.minor", "nvidia.com/cuda.driver.rev"],
    ],
  },
  probedDriver: [
    {
      path: "/proc/driver/nvidia/version",
      of: "content",
      version: /^NVRM version:.*?Kernel Module.*?\s(\d+(?:\.\d+)+)\s/m,
      granted: false,
    },
    // The last one is where GKE's own device plugin mounts them.
    ...["/usr/lib/*-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/nvidia/lib64"].map((folder) => ({
      path: `${folder}/libcuda.so.[0-9]*.*`,
      of: "path" as const,
      version: /\.so\.(\d+(?:\.\d+)+)$/,
      granted: true,
    })),
  ],
  metrics: {
    device: ["UUID", "pci_bus_id", "device", "gpu"],
    series: {
      utilisation: [{ name: "DCGM_FI_PROF_GR_ENGINE_ACTIVE" }, { name: "DCGM_FI_DEV_GPU_UTIL", scale: 0.01 }],
      memoryUsed: [{ name: "DCGM_FI_DEV_FB_USED", scale: MIB }],
      temperature: [{ name: "DCGM_FI_DEV_GPU_TEMP" }],
      power: [{ name: "DCGM_FI_DEV_POWER_USAGE" }],
      interconnect: [
        { name: "DCGM_FI_PROF_NVLINK_TX_BYTES" },
        { name: "DCGM_FI_PROF_NVLINK_RX_BYTES" },
        { name: "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", counter: true, scale: MIB },
        { name: "DCGM_FI_PROF_PCIE_TX_BYTES" },
        { name: "DCGM_FI_PROF_PCIE_RX_BYTES" },
      ],
    },
  },
};

/** The driver lists each GPU with its UUID and minor number; a GPU that was never opened shows `?` in place of digits. */
function driverUuid({ file, files }: Evidence): string | undefined {
  const uuids = [...files]
    .filter(([path]) => path.startsWith("/proc/driver/nvidia/gpus/"))
    .filter(([, text]) => field(text, "Device Minor") === String(file.minor))
    .map(([, text]) => field(text, "GPU UUID"))
    .filter((uuid) => uuid !== undefined && /^GPU-[0-9a-f-]+$/.test(uuid));
  return uuids.length === 1 ? uuids[0] : undefined;
}

function field(text: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(\\S+)[ \\t]*$`, "m").exec(text)?.[1];
}
