import type { Adapter } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";

/**
 * Names as intel/intel-resource-drivers-for-kubernetes and Gaudi's documentation (device plugin, container runtime,
 * Prometheus metric exporter) use them.
 */
export const gaudi: Adapter = {
  id: "gaudi",
  name: "Intel Gaudi",
  drivers: [{ name: "gaudi.intel.com", identity: "serial", isAccelerator: () => true }],
  resources: ["habana.ai/gaudi"],
  files: { device: ["/dev/accel/accel[0-9]*"], control: ["/dev/accel/accel_controlD[0-9]*"] },
  environment: ["HABANA_VISIBLE_DEVICES", "HABANA_VISIBLE_MODULES"],
  readable: [],
  // Only the vendor's own tool, which comes with the image, reads the serial number.
  identify: () => undefined,
  shortcuts: [
    { by: "HABANA_VISIBLE_DEVICES=all in its environment", environment: { HABANA_VISIBLE_DEVICES: "all" } },
    ...containerToolkit,
  ],
  advertisedDriver: { attributes: [], labels: [] },
  probedDriver: [{ path: "/sys/module/habanalabs/version", of: "content", version: /^(\d\S*)\s*$/, granted: false }],
  metrics: {
    device: ["UUID", "device"],
    series: {
      utilisation: [{ name: "habanalabs_utilization", scale: 0.01 }],
      memoryUsed: [{ name: "habanalabs_memory_used_bytes" }],
      temperature: [{ name: "habanalabs_temperature_onchip" }],
      power: [{ name: "habanalabs_power_mW", scale: 0.001 }],
      interconnect: [{ name: "habanalabs_pcie_transmit_throughput" }, { name: "habanalabs_pcie_receive_throughput" }],
    },
  },
};
