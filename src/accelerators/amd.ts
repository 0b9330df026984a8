import type { Adapter } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";
import { simulatedField } from "./simulated.js";
import { drmFiles, pciAddress } from "./sysfs.js";

const MIB = 1024 ** 2;

/**
 * Names as ROCm/k8s-gpu-dra-driver (docs/driver-attributes.md), ROCm/k8s-device-plugin (with its node labeller) and
 * ROCm/device-metrics-exporter (docs/configuration/metricslist.md) use them. The kernel's driver is on the node, the rest
 * of ROCm comes with the image: nothing but devices is put into a container.
 */
export const amd: Adapter = {
  id: "amd",
  name: "AMD",
  drivers: [
    {
      name: "gpu.amd.com",
      identity: "resource.kubernetes.io/pciBusID",
      isAccelerator: (attributes) => (attributes["type"]?.string ?? "amdgpu") === "amdgpu",
    },
  ],
  resources: ["amd.com/gpu"],
  files: { device: ["/dev/dri/renderD[0-9]*"], control: ["/dev/kfd", "/dev/dri/card[0-9]*"] },
  environment: ["AMD_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "KARAT_DEVICE_*"],
  readable: [drmFiles],
  identify: (evidence) => simulatedField(evidence.head, "pci") ?? pciAddress(evidence),
  shortcuts: [
    { by: "AMD_VISIBLE_DEVICES=all in its environment", environment: { AMD_VISIBLE_DEVICES: "all" } },
    ...containerToolkit,
  ],
  advertisedDriver: { attributes: ["driverVersion"], labels: [["amd.com/gpu.driver-version"]] },
  // Only the driver that AMD delivers has a version; the kernel's own has none but the kernel's.
  probedDriver: [{ path: "/sys/module/amdgpu/version", of: "content", version: /^(\d\S*)\s*$/, granted: false }],
  metrics: {
    device: ["gpu_uuid", "serial_number", "gpu_id"],
    series: {
      utilisation: [{ name: "gpu_gfx_activity", scale: 0.01 }],
      memoryUsed: [{ name: "gpu_used_vram", scale: MIB }],
      temperature: [{ name: "gpu_junction_temperature" }, { name: "gpu_edge_temperature" }],
      power: [{ name: "gpu_package_power" }, { name: "gpu_average_package_power" }, { name: "gpu_power_usage" }],
      interconnect: [
        { name: "gpu_xgmi_link_tx", counter: true, scale: 1024 },
        { name: "gpu_xgmi_link_rx", counter: true, scale: 1024 },
      ],
    },
  },
};
