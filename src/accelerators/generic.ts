import type { Adapter } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";
import { simulatedField } from "./simulated.js";

/** karat's own simulated accelerators, as its lab serves them. */
export const generic: Adapter = {
  id: "generic",
  name: "karat (simulated)",
  drivers: [
    {
      name: "gpu.karat.dev",
      identity: "uuid",
      isAccelerator: () => true,
      configuration: {
        carrying: (token) => ({ token }),
        seen: (environment) =>
          [...environment].filter(([name]) => /^KARAT_DEVICE_.*_CONFIG$/.test(name)).map(([, value]) => value),
      },
    },
  ],
  resources: ["karat.dev/gpu"],
  files: { device: ["/dev/karat-gpu[0-9]*"], control: [] },
  environment: ["KARAT_DEVICE_*", "KARAT_VISIBLE_DEVICES"],
  readable: [],
  identify: ({ head }) => simulatedField(head, "uuid"),
  shortcuts: [
    { by: "KARAT_VISIBLE_DEVICES=all in its environment", environment: { KARAT_VISIBLE_DEVICES: "all" } },
    ...containerToolkit,
  ],
  advertisedDriver: { attributes: ["driverVersion"], labels: [["gpu.karat.dev/driver-version"]] },
  probedDriver: [
    { path: "/usr/lib/karat/libkarat.so.[0-9]*", of: "path", version: /\.so\.(\d+(?:\.\d+)+)$/, granted: true },
  ],
  // The lab's exporter speaks OpenTelemetry's names.
  metrics: { device: [], series: {} },
};
