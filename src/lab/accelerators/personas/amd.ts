import type { Persona } from "../persona.js";
import { pciAddress, toSemver } from "./parts.js";

const GIB = 1024 ** 3;
const DRIVER = "6.12.12";
/** The kernel numbers render nodes from here on (drm(7)). */
const FIRST_RENDER_NODE = 128;

/**
 * Names as ROCm/k8s-gpu-dra-driver (device attributes), ROCm/k8s-device-plugin (resource, device files) and its node
 * labeller use them. The device plugin sets no environment.
 */
export const amd: Persona = {
  id: "amd",
  driver: "gpu.amd.com",
  deviceClassSelector: "device.driver == 'gpu.amd.com'",
  resource: "amd.com/gpu",
  cdiVendor: "k8s.gpu.amd.com",
  deviceName: (slot) => `gpu-${slot}-${FIRST_RENDER_NODE + slot}`,
  deviceFile: (slot) => `/dev/dri/renderD${FIRST_RENDER_NODE + slot}`,
  controlFile: "/dev/kfd",
  library: (version) => `/usr/lib/karat/libkarat-amd.so.${version}`,
  identity: (uuid, slot) => ({
    uuid,
    productName: "AMD Instinct MI300X",
    memoryBytes: 192 * GIB,
    pciBusId: pciAddress(0x19, slot),
    driverVersion: DRIVER,
  }),
  attributes: (identity, slot) => ({
    type: { string: "amdgpu" },
    deviceID: { string: "0x74a1" },
    productName: { string: identity.productName.replaceAll(" ", "_") },
    driverVersion: { version: toSemver(identity.driverVersion) },
    partitionProfile: { string: "spx_nps1" },
    numaNode: { int: 0 },
    "resource.kubernetes.io/pciBusID": { string: identity.pciBusId },
    "resource.kubernetes.io/pcieRoot": { string: `pci0000:${(0x18 + 2 * slot).toString(16)}` },
  }),
  draEnv: { DRA_RESOURCE_DRIVER_NAME: "gpu.amd.com" },
  pluginEnv: () => ({}),
  nodeLabels: ([first]) =>
    first
      ? {
          "amd.com/gpu.cu-count": "304",
          "amd.com/gpu.device-id": "74a1",
          "amd.com/gpu.driver-version": first.driverVersion,
          "amd.com/gpu.family": "AI",
          "amd.com/gpu.product-name": first.productName.replaceAll(" ", "_"),
          "amd.com/gpu.simd-count": "1216",
          "amd.com/gpu.vram": `${first.memoryBytes / GIB}G`,
        }
      : {},
};
