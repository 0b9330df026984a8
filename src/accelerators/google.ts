import type { Adapter } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";

/**
 * Names as kubernetes-sigs/dra-driver-google-tpu and GKE's TPU device plugin use them. The driver makes a chip's uuid up
 * from the names of node and file: a chip bears none, so that nothing can be said about which one a container has.
 */
export const google: Adapter = {
  id: "google",
  name: "Google TPU",
  drivers: [{ name: "tpu.google.com", identity: "uuid", isAccelerator: () => true }],
  resources: ["google.com/tpu"],
  files: { device: ["/dev/accel[0-9]*", "/dev/vfio/[0-9]*"], control: ["/dev/vfio/vfio"] },
  environment: ["TPU_VISIBLE_CHIPS", "TPU_VISIBLE_DEVICES", "TPU_WORKER_ID"],
  readable: [],
  identify: () => undefined,
  shortcuts: containerToolkit,
  advertisedDriver: { attributes: [], labels: [] },
  // libtpu, which is all of the driver that has a version, comes with the image.
  probedDriver: [],
  metrics: {
    device: ["accelerator_id"],
    series: {
      utilisation: [
        { name: "tensorcore_utilization_node", scale: 0.01 },
        { name: "duty_cycle_node", scale: 0.01 },
      ],
      memoryUsed: [{ name: "memory_used_node" }],
    },
  },
};
