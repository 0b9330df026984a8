import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { durations, until } from "./durations.js";
import { mounts, type Mount } from "./mounts.js";

/** A mounted cgroup hierarchy: the one of version 2, or one for each controller of version 1. */
export interface Hierarchy {
  mount: string;
  version: 1 | 2;
  /** Controllers in it; among them "name=…" for a named one, and mount options, of version 1. */
  controllers: string[];
}

/** Pure half of {@link hierarchies}: mounts alone don't tell the controllers of version 2. A hierarchy mounted twice counts once. */
export function hierarchiesOf(all: Mount[]): Hierarchy[] {
  const seen = new Set<string>();
  const found: Hierarchy[] = [];
  for (const mount of all) {
    if ((mount.type !== "cgroup" && mount.type !== "cgroup2") || mount.root !== "/" || seen.has(mount.device)) continue;
    seen.add(mount.device);
    const version = mount.type === "cgroup2" ? 2 : 1;
    found.push({ mount: mount.point, version, controllers: version === 1 ? mount.superOptions : [] });
  }
  return found;
}

/** Every mounted hierarchy, with its controllers. */
export async function hierarchies(): Promise<Hierarchy[]> {
  const found = hierarchiesOf(await mounts());
  const controllersOf = async ({ mount, version, controllers }: Hierarchy): Promise<string[]> =>
    version === 1 ? controllers : (await read(join(mount, "cgroup.controllers"))).split(" ");
  return Promise.all(found.map(async (hierarchy) => ({ ...hierarchy, controllers: await controllersOf(hierarchy) })));
}

const read = (file: string): Promise<string> =>
  readFile(file, "utf8").then(
    (text) => text.trim(),
    () => "",
  );

/** Version 2 gives a child only the controllers that its parent hands down. */
async function handDown(parent: string): Promise<void> {
  for (const controller of (await read(join(parent, "cgroup.controllers"))).split(" ").filter(Boolean)) {
    // A controller may refuse (cpu with real-time tasks present); the kubelet names those that it misses.
    await writeFile(join(parent, "cgroup.subtree_control"), `+${controller}`).catch(() => {});
  }
}

/** A cpuset of version 1 starts empty, and takes no process until both files are filled. */
async function inheritCpuset(parent: string, child: string): Promise<void> {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    if ((await read(join(child, file))) === "") await writeFile(join(child, file), await read(join(parent, file)));
  }
}

/**
 * Makes the cgroup in every hierarchy (idempotent).
 * @param path below each hierarchy's root, such as "karat/dev/node1"
 * @returns the cgroup.procs file of each hierarchy: a process that writes itself to all of them is in it
 */
export async function createCgroup(path: string): Promise<string[]> {
  const files: string[] = [];
  for (const hierarchy of await hierarchies()) {
    let parent = hierarchy.mount;
    for (const part of path.split("/")) {
      const child = join(parent, part);
      if (hierarchy.version === 2) await handDown(parent);
      await mkdir(child).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
      if (hierarchy.version === 1 && hierarchy.controllers.includes("cpuset")) await inheritCpuset(parent, child);
      parent = child;
    }
    files.push(join(parent, "cgroup.procs"));
  }
  return files;
}

async function descendants(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const below = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => descendants(join(directory, entry.name))),
  );
  return entries.length === 0 ? [] : [...below.flat(), directory];
}

/** Every process in the cgroup and below it, in any hierarchy. */
export async function cgroupPids(path: string): Promise<Set<number>> {
  const pids = new Set<number>();
  for (const hierarchy of await hierarchies()) {
    for (const directory of await descendants(join(hierarchy.mount, path))) {
      const text = await read(join(directory, "cgroup.procs"));
      for (const pid of text.split("\n")) if (pid !== "") pids.add(Number(pid));
    }
  }
  return pids;
}

/** Removes the cgroup and all below it, in every hierarchy; there must be no process left in it. */
export async function removeCgroup(path: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const top = join(hierarchy.mount, path);
    await until(
      durations.cgroup,
      async () => {
        for (const directory of await descendants(top)) await rmdir(directory).catch(() => {});
        return (await descendants(top)).length === 0 ? true : undefined;
      },
      () => new Error(`cgroup ${top} can't be removed: some process is still in it (see its cgroup.procs)`),
    );
  }
}

/** Removes the cgroup only where nothing is left below it. */
export async function removeEmptyCgroup(path: string): Promise<void> {
  for (const hierarchy of await hierarchies()) await rmdir(join(hierarchy.mount, path)).catch(() => {});
}

/**
 * Bytes of memory that the processes in the cgroup and below hold for themselves (page cache left out); undefined where
 * the memory controller isn't mounted.
 */
export async function cgroupMemory(path: string): Promise<number | undefined> {
  for (const hierarchy of await hierarchies()) {
    const text = await read(join(hierarchy.mount, path, "memory.stat"));
    const found = /^(?:total_rss|anon) (\d+)$/m.exec(text);
    if (found !== null) return Number(found[1]);
  }
  return undefined;
}

/** Ends every process in the cgroup and below it, also those that are being forked meanwhile. */
export async function killCgroup(path: string): Promise<void> {
  await until(
    durations.kill,
    async () => {
      const pids = await cgroupPids(path);
      for (const pid of pids) kill(pid);
      return pids.size === 0 ? true : undefined;
    },
    async () => new Error(`processes ${[...(await cgroupPids(path))].join(", ")} of ${path} can't be killed`),
  );
}

/** SIGKILL; a process that is gone is no error. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone meanwhile.
  }
}
