import type { Credentials } from "./credentials.js";
import type { Flags } from "./flags.js";
import type { LabNames, NodeNames } from "./names.js";
import type { LabState } from "./state.js";

/** Where a component's bits come from. Package registries only. */
export type Source =
  /** Commands of a wrapper module under components/modules/<module>, whose go.sum pins every byte. */
  | {
      from: "go";
      module: string;
      packages: Record<string, string>;
      tags?: string[];
      ldflags?: string;
      /** Helm charts that come inside a module of the build, by the name of the archive that is made of each. */
      charts?: Record<string, { module: string; path: string }>;
    }
  /** Files of a Debian package, unpacked into the cache, never installed on the host. */
  | { from: "debian"; package: string; files: Record<string, string> }
  /** Files of a wheel (PEP 427), one archive for each architecture of the machine; pinned by its checksum. */
  | { from: "wheel"; archives: Partial<Record<NodeJS.Architecture, WheelArchive>>; files: Record<string, string> };

export interface WheelArchive {
  url: string;
  /** In hex. */
  sha256: string;
}

/** What a lab holds, each with all of the one before. */
export const PROFILES = ["core", "full"] as const;
export type Profile = (typeof PROFILES)[number];

/** What a component is started with, in the control plane. */
export interface ControlPlaneContext {
  lab: LabState;
  names: LabNames;
  pki: Credentials;
}

/** What a component is started with, on a node. */
export interface NodeContext {
  lab: LabState;
  names: LabNames;
  node: NodeNames;
}

/** One part of the lab, declared as data: what it is, where it comes from, how it runs, how its health is seen. */
export interface Component {
  name: string;
  /** For Debian packages the one tried; the cache notes the one that was taken. */
  version: string;
  /** One line: what the lab uses it for. */
  purpose: string;
  source: Source;
  /** Arguments after which the component's first binary ends with 0: a build that can't even do this is refused. */
  smoke?: string[];
  /** Seconds on two idle cores when all before it in the registry are built; progress is weighted with it. */
  buildSeconds: number;
  /** The first profile that needs it. */
  profile: Profile;
  /** Set when it runs beside the API server, as a process of this name. */
  controlPlane?: {
    flags(context: ControlPlaneContext): Flags;
    /** Answers 200 when it is well; asked from inside the control plane's network namespace. */
    health: string;
  };
  /** Set when it runs on every node, as a process named <node>-<component>. */
  node?: {
    flags(context: NodeContext): Flags;
    /** As above, from inside the node's namespace; absent when health is asked over its own protocol. */
    health?: string;
  };
}
