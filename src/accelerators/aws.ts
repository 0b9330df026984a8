import type { Adapter } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";

/**
 * Names as the AWS Neuron documentation (DRA driver, device plugin, neuron-monitor) uses them. A device bears nothing by
 * which a container could tell it from another: its file's name is all there is. aws.amazon.com/neuroncore is a part.
 */
export const aws: Adapter = {
  id: "aws",
  name: "AWS Neuron",
  drivers: [{ name: "neuron.aws.com", identity: "resource.aws.com/devicegroup1_id", isAccelerator: () => true }],
  resources: ["aws.amazon.com/neuron", "aws.amazon.com/neurondevice"],
  files: { device: ["/dev/neuron[0-9]*"], control: [] },
  environment: ["AWS_NEURON_VISIBLE_DEVICES", "NEURON_RT_VISIBLE_CORES"],
  readable: [],
  identify: () => undefined,
  shortcuts: [
    // Read by Neuron's OCI hook.
    { by: "AWS_NEURON_VISIBLE_DEVICES=ALL in its environment", environment: { AWS_NEURON_VISIBLE_DEVICES: "ALL" } },
    ...containerToolkit,
  ],
  advertisedDriver: { attributes: ["neuronDriverVersion"], labels: [] },
  probedDriver: [{ path: "/sys/module/neuron/version", of: "content", version: /^(\d\S*)\s*$/, granted: false }],
  metrics: {
    // One of a device's cores; what is said about the whole device names none of them.
    device: ["neuroncore"],
    series: {
      utilisation: [{ name: "neuroncore_utilization_ratio" }],
      memoryUsed: [
        { name: "neuroncore_memory_usage_tensors" },
        { name: "neuron_runtime_memory_used_bytes", where: { memory_location: "neuron_device" } },
      ],
    },
  },
};
