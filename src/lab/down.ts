import { readFile, readdir, readlink, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cgroupPids, killCgroup, removeCgroup, removeEmptyCgroup } from "./cgroups.js";
import { run } from "./command.js";
import { type LabNames, labNames } from "./names.js";
import { mounts } from "./mounts.js";
import { deleteNetwork, labNetworks } from "./network.js";

/** What a lab, or a part of one, still has on this machine. All empty when it is gone. */
export interface Remains {
  processes: number[];
  networks: string[];
  mounts: string[];
  loopDevices: string[];
  files: string[];
}

const within = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

/** Loop devices whose backing file is under the directory, deleted files included. */
export async function loopDevicesUnder(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir("/sys/block")) {
    if (!name.startsWith("loop")) continue;
    const backing = await readFile(`/sys/block/${name}/loop/backing_file`, "utf8").catch(() => "");
    if (within(backing.trim().replace(/ \(deleted\)$/, ""), root)) found.push(`/dev/${name}`);
  }
  return found;
}

/** Processes in the namespaces, whatever cgroup they are in: a shell in a node, or one that had not yet joined. */
async function pidsInNetworks(networks: string[]): Promise<number[]> {
  const inodes = new Set<string>();
  for (const network of networks) {
    const { ino } = await stat(join("/run/netns", network)).catch(() => ({ ino: 0 }));
    inodes.add(`net:[${ino}]`);
  }
  const pids: number[] = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    if (inodes.has(await readlink(`/proc/${entry}/ns/net`).catch(() => ""))) pids.push(Number(entry));
  }
  return pids;
}

/** Everything that carries the lab's name, found without any state of ours. */
export async function remainsOf(lab: LabNames): Promise<Remains> {
  const networks = await labNetworks(lab);
  return {
    processes: [...new Set([...(await cgroupPids(lab.cgroup)), ...(await pidsInNetworks(networks))])],
    networks,
    mounts: (await mounts()).map(({ point }) => point).filter((point) => within(point, lab.root)),
    loopDevices: await loopDevicesUnder(lab.root),
    files: await stat(lab.root).then(() => [lab.root], () => []), // prettier-ignore
  };
}

/** Ends and removes everything that the lab's name leads to, whatever state it is in (idempotent). */
export async function labDown(name: string): Promise<Remains> {
  const lab = labNames(name);
  const found = await remainsOf(lab);
  await killCgroup(lab.cgroup);
  for (const pid of await pidsInNetworks(found.networks)) process.kill(pid, "SIGKILL");
  for (const network of found.networks) await deleteNetwork(network);
  for (const point of (await remainsOf(lab)).mounts.reverse()) await run("umount", ["-l", point]);
  for (const device of await loopDevicesUnder(lab.root)) await run("losetup", ["--detach", device]);
  await removeCgroup(lab.cgroup);
  await removeEmptyCgroup(dirname(lab.cgroup));
  await rm(lab.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  for (const parent of [dirname(lab.root), dirname(dirname(lab.root))]) await rmdir(parent).catch(() => {});
  return found;
}
