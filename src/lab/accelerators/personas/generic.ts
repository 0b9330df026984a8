import type { Persona } from "../persona.js";
import { pciAddress, toSemver } from "./parts.js";

const GIB = 1024 ** 3;
const DRIVER = "1.4.2";

/** A vendor that no tool knows beforehand: whoever handles it works from what it publishes, not from its name. */
export const generic: Persona = {
  id: "generic",
  driver: "gpu.karat.dev",
  deviceClassSelector: "device.driver == 'gpu.karat.dev'",
  resource: "karat.dev/gpu",
  cdiVendor: "k8s.gpu.karat.dev",
  deviceFile: (slot) => `/dev/karat-gpu${slot}`,
  library: (version) => `/usr/lib/karat/libkarat.so.${version}`,
  identity: (uuid, slot) => ({
    uuid: `KARAT-${uuid}`,
    productName: "Karat Accelerator",
    memoryBytes: 16 * GIB,
    pciBusId: pciAddress(0x81, slot),
    driverVersion: DRIVER,
  }),
  attributes: (identity, slot) => ({
    uuid: { string: identity.uuid },
    index: { int: slot },
    productName: { string: identity.productName },
    driverVersion: { version: toSemver(identity.driverVersion) },
    "resource.kubernetes.io/pciBusID": { string: identity.pciBusId },
  }),
  draEnv: {},
  pluginEnv: (uuids) => ({ KARAT_VISIBLE_DEVICES: uuids.join(",") }),
  nodeLabels: (identities) => ({
    "gpu.karat.dev/count": String(identities.length),
    ...(identities[0] ? { "gpu.karat.dev/driver-version": identities[0].driverVersion } : {}),
  }),
};
