import type { Description } from "./description.js";
import type { Metrics } from "./metrics.js";

/** A DRA attribute as served, resource.k8s.io/v1 DeviceAttribute: one of string, int, bool, version. */
export type Attributes = Record<string, { string?: string; int?: number; bool?: boolean; version?: string }>;

/** A DRA driver of a vendor. */
export interface DraDriver {
  /** As in ResourceSlices and, by custom, the name of its main DeviceClass, e.g. "gpu.nvidia.com". */
  name: string;
  /** DeviceClass of its whole accelerators, where it is not called like the driver. */
  deviceClass?: string;
  /**
   * Attribute of text that no two devices of a node share and that the device itself bears too. A bare name is in the driver's
   * domain; another domain stands before it, e.g. "resource.kubernetes.io/pciBusID".
   */
  identity: string;
  /** False for what the driver publishes beside whole accelerators: partitions, VFIO devices, links. */
  isAccelerator(attributes: Attributes): boolean;
  /** Opaque configuration that the driver hands to the containers of a request, where it has such a thing. */
  configuration?: {
    /** Parameters that carry the token, as the driver accepts them. */
    carrying(token: string): Record<string, unknown>;
    /** All that a container was given as configuration, by its environment; empty when it was given none. */
    seen(environment: ReadonlyMap<string, string>): string[];
  };
}

/** A device file as a container sees it. Major and minor tell it from every other device of the node. */
export interface DeviceFile {
  path: string;
  type: "block" | "char";
  major: number;
  minor: number;
}

/** What a container can tell about a device file, for an adapter to recognise the device by. */
export interface Evidence {
  file: DeviceFile;
  /** The first bytes of the device, if it could be read. */
  head?: Uint8Array;
  /** Files that were read in the container, by path (see `Adapter.readable`). */
  files: ReadonlyMap<string, string>;
}

/** A way in which a container may get at accelerators that its pod did not request. */
export interface Shortcut {
  /** Completes "by …", e.g. "NVIDIA_VISIBLE_DEVICES=all in its environment". */
  by: string;
  environment?: Record<string, string>;
  /** /dev/null of the node, mounted at these paths. */
  nullMounts?: string[];
}

/** How the cluster tells which version of the vendor's driver a node runs; `advertisedDriver` reads it. */
export interface AdvertisedDriver {
  /** DRA attributes, each the version as semver or as text; names as in `DraDriver.identity`. */
  attributes: readonly string[];
  /** Node labels. Each entry is one way: labels whose values, joined by a dot, are the version. */
  labels: readonly (readonly string[])[];
}

/** A file in which a container finds the driver's version; `probedDriver` reads it. */
export interface DriverProbe {
  /** Shell pattern of the files. */
  path: string;
  /** Where in it the version stands: in the name that the pattern matched, or in the content. */
  of: "path" | "content";
  /** Its first group is the version. */
  version: RegExp;
  /**
   * Whether the runtime puts the file into granted containers only, as it does with libraries. False for what the kernel
   * shows in every container of the node, e.g. /sys/module/amdgpu/version.
   */
  granted: boolean;
}

/** One vendor: how its accelerators are requested, seen in a container, told apart, sneaked up on, and measured. */
export interface Adapter {
  /** e.g. "nvidia". */
  id: string;
  /** For people, e.g. "NVIDIA". */
  name: string;
  drivers: readonly DraDriver[];
  /** Extended resources that stand for whole accelerators, e.g. "nvidia.com/gpu". */
  resources: readonly string[];
  /** Device files, as shell patterns (`*`, `?`, `[…]`; `*` does not match `/`). */
  files: {
    /** One file an accelerator. */
    device: readonly string[];
    /** What granted containers get besides, e.g. /dev/nvidiactl, which they all share. */
    control: readonly string[];
  };
  /** Patterns of environment variables by which drivers tell a container what it was granted. */
  environment: readonly string[];
  /** Patterns of small files that help to recognise a device, e.g. NVIDIA's `information` files in /proc. */
  readable: readonly string[];
  /** The identity that the device itself bears, in the words of `DraDriver.identity`; undefined when it does not show. */
  identify(evidence: Evidence): string | undefined;
  shortcuts: readonly Shortcut[];
  advertisedDriver: AdvertisedDriver;
  /** Where granted containers find the version, the most trustworthy first; none: only the device itself can tell. */
  probedDriver: readonly DriverProbe[];
  /** What the vendor's exporter publishes to Prometheus. */
  metrics: Metrics;
  /** What a user wrote down about accelerators that karat does not know; judges make the adapter from it again. */
  description?: Description;
}
