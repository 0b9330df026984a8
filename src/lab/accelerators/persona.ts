import type { DeviceIdentity } from "./identity.js";

export const PERSONAS = ["nvidia", "amd", "generic"] as const;
export type PersonaId = (typeof PERSONAS)[number];

/** A DRA attribute as in resource.k8s.io/v1 DeviceAttribute. */
export type Attribute = { string: string } | { int: number } | { bool: boolean } | { version: string };

/** How a node's accelerators look from outside: names, attributes, device files, labels. Pure data about one vendor. */
export interface Persona {
  id: PersonaId;
  /** DRA driver name; also the name of its DeviceClass. */
  driver: string;
  /** CEL over `device` that the DeviceClass selects with. */
  deviceClassSelector: string;
  /** Extended resource, from the device plugin or from the DeviceClass's extendedResourceName. */
  resource: string;
  /** CDI vendor, so that two personas' specs never share a kind. */
  cdiVendor: string;
  /** Name in ResourceSlices of the accelerator in this slot; gpu-<slot> when absent. */
  deviceName?(slot: number): string;
  /** Device file in the container of the accelerator in this slot of the node. */
  deviceFile(slot: number): string;
  /** Device file that every granted container gets besides, as /dev/nvidiactl. */
  controlFile?: string;
  /** Path in granted containers of the driver's library; its end is the version. */
  library(version: string): string;
  /** What is the same for every accelerator of the persona, and its uuid and PCI address by slot. */
  identity(uuid: string, slot: number): DeviceIdentity;
  /** ResourceSlice attributes; names without a domain belong to the driver's. */
  attributes(identity: DeviceIdentity, slot: number): Record<string, Attribute>;
  /** Environment that the vendor's DRA driver sets in a granted container. */
  draEnv: Record<string, string>;
  /** Environment that the vendor's device plugin sets in a granted container. */
  pluginEnv(uuids: string[]): Record<string, string>;
  /** Node labels as the vendor's feature discovery sets them. */
  nodeLabels(identities: DeviceIdentity[]): Record<string, string>;
}
