import { readJson } from "./files.js";
import type { DeviceFile, Grant } from "./grant.js";

/** Ways in which a driver can be wrong. Read at each preparation, so that they act on a running driver. */
export interface Switches extends ExporterSwitches {
  /** Behind every granted device file is the node's first accelerator. */
  allocateSame?: boolean;
  /** Whoever is granted one accelerator gets the files of all. */
  leakAllToGranted?: boolean;
  /** What one request was granted, devices and configuration, reaches the next request's container. */
  swapContainers?: boolean;
  /** The driver's libraries stay on the node. */
  withoutLibraries?: boolean;
  /** Attributes and labels tell another version of the driver than the node runs; acts when they are published anew. */
  wrongVersion?: boolean;
  /** Attributes and labels tell no version of the driver; acts when they are published anew. */
  noVersion?: boolean;
}

/** Ways in which an exporter can be wrong. Read at each look at the devices and at each scrape. */
interface ExporterSwitches {
  /** Every value stays as it was. */
  exporterFrozen?: boolean;
  /** Metrics are described, and none has a series. */
  exporterHelpOnly?: boolean;
  /** Nothing tells of memory in use; clocks of memory are told as ever. */
  exporterWithoutMemory?: boolean;
  /** All accelerators of a node bear the labels of its first one. */
  exporterSameLabels?: boolean;
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
  if (switches.withoutLibraries) result = result.map((grant) => ({ ...grant, libraries: [] }));
  if (switches.swapContainers) {
    const from = (at: number) => result[(at + 1) % result.length] as G;
    result = result.map((grant, at) => ({ ...grant, env: from(at).env, files: from(at).files }));
  }
  return result;
}

function union(files: readonly DeviceFile[], more: readonly DeviceFile[]): DeviceFile[] {
  return [...files, ...more.filter(({ path }) => !files.some((file) => file.path === path))];
}
