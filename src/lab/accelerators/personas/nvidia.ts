import type { Persona } from "../persona.js";
import { pciAddress, toSemver } from "./parts.js";

const GIB = 1024 ** 3;
const DRIVER = "580.95.05";
const CUDA = "13.0";

/**
 * Names as NVIDIA/k8s-dra-driver-gpu (device attributes), NVIDIA/k8s-device-plugin (resource, environment) and its GPU
 * feature discovery (node labels) use them.
 */
export const nvidia: Persona = {
  id: "nvidia",
  driver: "gpu.nvidia.com",
  deviceClassSelector: "device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'gpu'",
  resource: "nvidia.com/gpu",
  cdiVendor: "k8s.gpu.nvidia.com",
  deviceFile: (slot) => `/dev/nvidia${slot}`,
  controlFile: "/dev/nvidiactl",
  library: (version) => `/usr/lib64/libcuda.so.${version}`,
  identity: (uuid, slot) => ({
    uuid: `GPU-${uuid}`,
    productName: "NVIDIA H100 80GB HBM3",
    memoryBytes: 80 * GIB,
    pciBusId: pciAddress(0x17, slot),
    driverVersion: DRIVER,
  }),
  attributes: (identity, slot) => ({
    type: { string: "gpu" },
    uuid: { string: identity.uuid },
    productName: { string: identity.productName },
    brand: { string: "Nvidia" },
    architecture: { string: "Hopper" },
    cudaComputeCapability: { version: "9.0.0" },
    driverVersion: { version: toSemver(identity.driverVersion) },
    cudaDriverVersion: { version: toSemver(CUDA) },
    "resource.kubernetes.io/pciBusID": { string: identity.pciBusId },
    "resource.kubernetes.io/pcieRoot": { string: `pci0000:${(0x16 + 2 * slot).toString(16)}` },
  }),
  // The container runtime's own NVIDIA hook must not add devices to what CDI injects.
  draEnv: { NVIDIA_VISIBLE_DEVICES: "void" },
  pluginEnv: (uuids) => ({ NVIDIA_VISIBLE_DEVICES: uuids.join(",") }),
  nodeLabels: (identities) => {
    const [first] = identities;
    if (!first) return {};
    const [major = "", minor = "", revision = ""] = first.driverVersion.split(".");
    const [cudaMajor = "", cudaMinor = ""] = CUDA.split(".");
    return {
      "nvidia.com/gpu.present": "true",
      "nvidia.com/gpu.count": String(identities.length),
      "nvidia.com/gpu.product": first.productName.replaceAll(" ", "-"),
      "nvidia.com/gpu.family": "hopper",
      "nvidia.com/gpu.memory": String(first.memoryBytes / 1024 ** 2),
      "nvidia.com/gpu.replicas": "1",
      "nvidia.com/gpu.sharing-strategy": "none",
      "nvidia.com/gpu.compute.major": "9",
      "nvidia.com/gpu.compute.minor": "0",
      "nvidia.com/mig.capable": "false",
      "nvidia.com/cuda.driver-version.full": first.driverVersion,
      "nvidia.com/cuda.driver-version.major": major,
      "nvidia.com/cuda.driver-version.minor": minor,
      "nvidia.com/cuda.driver-version.revision": revision,
      "nvidia.com/cuda.runtime-version.full": CUDA,
      "nvidia.com/cuda.runtime-version.major": cudaMajor,
      "nvidia.com/cuda.runtime-version.minor": cudaMinor,
    };
  },
};
