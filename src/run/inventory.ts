import type { Description } from "../accelerators/index.js";
import type { ClusterIdentity } from "../record/events.js";
import type { Autoscaling } from "./discover-autoscaling.js";

/** One accelerator as its node advertises it. */
export interface Device {
  /** DRA: `<driver>/<pool>/<device>`; device plugin: `<resource>/<index>` (plugins do not publish names). */
  id: string;
  /** DRA attributes as published, empty for a device plugin. */
  attributes: Record<string, unknown>;
  /** DRA capacity as published. */
  capacity?: Record<string, unknown>;
}

/** Accelerators that are there and that this run cannot use. */
export interface LeftOut {
  /** Node name; the pool's name where a pool belongs to no single node. */
  node: string;
  access: "dra" | "device-plugin";
  devices: number;
  /** e.g. "cordoned" or "tainted dedicated:NoSchedule". */
  reason: string;
}

/** A node whose labels tell of an accelerator's driver, and which serves no accelerator. */
export interface Unserved {
  node: string;
  /** e.g. "labelled as running NVIDIA's driver, but serves no accelerator". */
  reason: string;
}

/** The accelerators of one node under one way of asking for them. */
export interface AcceleratorPool {
  /** Node name; pools that span nodes are not supported. */
  node: string;
  access: "dra" | "device-plugin";
  /** Adapter id in accelerators/, e.g. "nvidia". */
  vendor: string;
  /** What the user wrote about the vendor, where karat does not know it. */
  description?: Description;
  /** DRA driver name, e.g. "gpu.nvidia.com". */
  driver?: string;
  /** DeviceClass through which claims reach the pool, DRA only. */
  deviceClass?: string;
  /** Extended resource, e.g. "nvidia.com/gpu": from the device plugin, or from the DeviceClass's extendedResourceName. */
  resource?: string;
  devices: Device[];
  /** How many of them no pod or claim held when the inventory was made. */
  free: number;
}

/** What preflight found. Checks plan with it; judges never see it unless it is observed. */
export interface Inventory {
  cluster: ClusterIdentity;
  /** Kubernetes minor, e.g. 37. */
  minor: number;
  pools: AcceleratorPool[];
  /** What was found beside them, so that "no accelerators" can be explained. */
  leftOut?: LeftOut[];
  /** Nodes that seem to have some and serve none. */
  unserved?: Unserved[];
  /** DRA drivers and extended resources that are served and that no adapter knows. */
  unknown?: string[];
  /** Served group/versions, e.g. "resource.k8s.io/v1", each with its resource names, e.g. ["deviceclasses", …]. */
  apis: Record<string, string[]>;
  /** Who grows and shrinks node pools; absent where that could not be seen. */
  autoscaling?: Autoscaling;
}
