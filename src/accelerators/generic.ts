import type { Adapter } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";
import { simulatedUuid } from "./simulated.js";

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
  identify: ({ head }) => simulatedUuid(head),
  shortcuts: [
    { by: "KARAT_VISIBLE_DEVICES=all in its environment", environment: { KARAT_VISIBLE_DEVICES: "all" } },
    ...containerToolkit,
  ],
};
