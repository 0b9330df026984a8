import type { Adapter, Evidence } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";
import { simulatedUuid } from "./simulated.js";

/**
 * Names as NVIDIA/k8s-dra-driver-gpu and NVIDIA/k8s-device-plugin use them;
 * device files as in the driver's README, chapter "Device files".
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
  identify: (evidence) => simulatedUuid(evidence.head) ?? driverUuid(evidence),
  shortcuts: containerToolkit,
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
