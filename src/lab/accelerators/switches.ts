import { readJson } from "./files.js";
import type { DeviceFile, Grant } from "./grant.js";

/** Ways in which a driver can be wrong. Read at each preparation, so that they act on a running driver. */
export interface Switches {
  /** Behind every granted device file is the node's first accelerator. */
  allocateSame?: boolean;
  /** Whoever is granted one accelerator gets the files of all. */
  leakAllToGranted?: boolean;
  /** What one request was granted, devices and configuration, reaches the next request's container. */
  swapContainers?: boolean;
}

export function readSwitches(path: string): Switches {
  return (readJson(path) as Switches | undefined) ?? {};
}

/** The grants as a driver with these defects hands them out; `all` are the node's accelerators, by slot. */
export function withDefects<G extends Grant>(
  grants: readonly G[],
  switches: Switches,
  all: readonly DeviceFile[],
): G[] {
  let result = [...grants];
  const [first] = all;
  if (switches.allocateSame && first) {
    const alias = (file: DeviceFile) =>
      all.some(({ path }) => path === file.path) ? { ...file, node: first.node } : file;
    result = result.map((grant) => ({ ...grant, files: grant.files.map(alias) }));
  }
  if (switches.leakAllToGranted) {
    result = result.map((grant) => ({ ...grant, files: union(grant.files, all) }));
  }
  if (switches.swapContainers) {
    const from = (at: number) => result[(at + 1) % result.length] as G;
    result = result.map((grant, at) => ({ ...grant, env: from(at).env, files: from(at).files }));
  }
  return result;
}

function union(files: readonly DeviceFile[], more: readonly DeviceFile[]): DeviceFile[] {
  return [...files, ...more.filter(({ path }) => !files.some((file) => file.path === path))];
}
