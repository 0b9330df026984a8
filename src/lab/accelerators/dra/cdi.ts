import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeJson } from "../files.js";
import type { RequestGrant } from "./claim.js";

/** First version with hostPath in device nodes is 0.5.0; containerd ≥ 1.7 reads it. */
const CDI_VERSION = "0.5.0";

/** A Container Device Interface specification, as far as it is used here. */
export interface CdiSpec {
  cdiVersion: string;
  kind: string;
  devices: { name: string; containerEdits: CdiEdits }[];
}

export interface CdiEdits {
  env: string[];
  deviceNodes: {
    path: string;
    hostPath: string;
    type: "b";
    major: number;
    minor: number;
    fileMode: number;
    permissions: string;
  }[];
  mounts: { containerPath: string; hostPath: string; options: string[] }[];
}

/** Fully qualified CDI name of what a request was granted; a container is given those of its own requests only. */
export function cdiDeviceId(vendor: string, claimUid: string, request: string): string {
  return `${kind(vendor)}=${deviceName(claimUid, request)}`;
}

/** The specification of one claim: one CDI device a request. */
export function claimSpec(vendor: string, grants: readonly RequestGrant[]): CdiSpec {
  return {
    cdiVersion: CDI_VERSION,
    kind: kind(vendor),
    devices: grants.map((grant) => ({
      name: deviceName(grant.claim, grant.request),
      containerEdits: {
        env: Object.entries(grant.env).map(([name, value]) => `${name}=${value}`),
        deviceNodes: grant.files.map(({ path, node }) => ({
          path,
          hostPath: node.path,
          type: "b",
          major: node.major,
          minor: node.minor,
          fileMode: 0o666,
          permissions: "rw",
        })),
        mounts: grant.libraries.map(({ path, hostPath }) => ({
          containerPath: path,
          hostPath,
          options: ["ro", "nosuid", "nodev", "bind"],
        })),
      },
    })),
  };
}

/** The claims' files in a node's CDI folder, one a claim. */
export class CdiFiles {
  readonly #folder: string;
  readonly #vendor: string;

  constructor(folder: string, vendor: string) {
    this.#folder = folder;
    this.#vendor = vendor;
  }

  write(claimUid: string, grants: readonly RequestGrant[]): void {
    writeJson(this.#path(claimUid), claimSpec(this.#vendor, grants));
  }

  remove(claimUid: string): void {
    rmSync(this.#path(claimUid), { force: true });
  }

  /** Claims that have a file. */
  claims(): string[] {
    const prefix = `${this.#vendor}-claim_`;
    return listed(this.#folder)
      .filter((name) => name.startsWith(prefix) && name.endsWith(".json"))
      .map((name) => name.slice(prefix.length, -".json".length));
  }

  #path(claimUid: string): string {
    return join(this.#folder, `${this.#vendor}-claim_${claimUid}.json`);
  }
}

function kind(vendor: string): string {
  return `${vendor}/claim`;
}

function deviceName(claimUid: string, request: string): string {
  return `${claimUid}-${request}`;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
