/** A DRA attribute as served, resource.k8s.io/v1 DeviceAttribute: one of string, int, bool, version. */
export type Attributes = Record<string, { string?: string; int?: number; bool?: boolean; version?: string }>;

/** A DRA driver of a vendor. */
export interface DraDriver {
  /** As in ResourceSlices and, by custom, the name of its main DeviceClass, e.g. "gpu.nvidia.com". */
  name: string;
  /** Attribute that no two devices share and that the device itself bears too; a bare name is in the driver's domain. */
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

/** One vendor: how its accelerators are requested, seen in a container, told apart, and sneaked up on. */
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
    /** Files that all granted containers share, e.g. /dev/nvidiactl. */
    control: readonly string[];
  };
  /** Patterns of environment variables by which drivers tell a container what it was granted. */
  environment: readonly string[];
  /** Patterns of small files that help to recognise a device, e.g. NVIDIA's `information` files in /proc. */
  readable: readonly string[];
  /** The identity that the device itself bears, in the words of `DraDriver.identity`; undefined when it does not show. */
  identify(evidence: Evidence): string | undefined;
  shortcuts: readonly Shortcut[];
}
