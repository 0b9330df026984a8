import type { Adapter } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";
import { drmFiles, pciAddress } from "./sysfs.js";

/**
 * Names as intel/intel-resource-drivers-for-kubernetes, intel/intel-device-plugins-for-kubernetes and intel/xpumanager
 * use them. Neither of the first two says which driver a node runs: i915 and xe come with the kernel and have its
 * version only; a driver that is built out of the tree has its own.
 */
export const intel: Adapter = {
  id: "intel",
  name: "Intel",
  drivers: [
    {
      name: "gpu.intel.com",
      identity: "resource.kubernetes.io/pciBusID",
      isAccelerator: (attributes) => (attributes["type"]?.string ?? "gpu") === "gpu",
    },
  ],
  resources: ["gpu.intel.com/i915", "gpu.intel.com/xe"],
  files: { device: ["/dev/dri/renderD[0-9]*"], control: ["/dev/dri/card[0-9]*"] },
  environment: ["ZE_AFFINITY_MASK", "ONEAPI_DEVICE_SELECTOR"],
  readable: [drmFiles],
  identify: pciAddress,
  shortcuts: containerToolkit,
  advertisedDriver: { attributes: [], labels: [] },
  probedDriver: ["i915", "xe"].map((module) => ({
    path: `/sys/module/${module}/version`,
    of: "content" as const,
    version: /^(\d\S*)\s*$/,
    granted: false,
  })),
  // From 2.0 on its exporter speaks OpenTelemetry's names.
  metrics: {
    device: ["uuid", "pci_bdf", "dev_file"],
    series: {
      utilisation: [{ name: "xpum_engine_group_ratio" }, { name: "xpum_engine_ratio" }],
      memoryUsed: [{ name: "xpum_memory_used_bytes" }],
      temperature: [{ name: "xpum_temperature_celsius" }],
      power: [{ name: "xpum_power_watts" }],
      interconnect: [
        { name: "xpum_fabric_tx_bytes", counter: true },
        { name: "xpum_pcie_read_bytes", counter: true },
        { name: "xpum_pcie_write_bytes", counter: true },
      ],
    },
  },
};
