import { readdir, readFile, readlink, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cgroupPids, kill, killCgroup, removeCgroup, removeEmptyCgroup } from "./cgroups.js";
import { run } from "./command.js";
import { durations, until } from "./durations.js";
import { lockFile, withLock } from "./lock.js";
import { mounts } from "./mounts.js";
import { type LabNames, labNames } from "./names.js";
import { deleteNetwork, labNetworks } from "./network.js";

/** What a lab still has on this machine. All empty when it is gone. */
export interface Remains {
  processes: number[];
  networks: string[];
  mounts: string[];
  loopDevices: string[];
  files: string[];
}

const within = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

const mountsUnder = async (root: string): Promise<string[]> =>
  (await mounts()).map(({ point }) => point).filter((point) => within(point, root));

/** Loop devices whose backing file is under the directory, deleted files included. */
async function loopDevicesUnder(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir("/sys/block")) {
    if (!name.startsWith("loop")) continue;
    const backing = await readFile(`/sys/block/${name}/loop/backing_file`, "utf8").catch(() => "");
    if (within(backing.trim().replace(/ \(deleted\)$/, ""), root)) found.push(`/dev/${name}`);
  }
  return found;
}

/** Lets go of everything that keeps files under the directory in use. */
export async function releaseFiles(root: string): Promise<void> {
  for (const point of (await mountsUnder(root)).reverse()) await run("umount", ["-l", point]);
  await until(
    durations.kill,
    async () => {
      const devices = await loopDevicesUnder(root);
      // One that is still open for a moment detaches itself when it is closed.
      for (const device of devices) await run("losetup", ["--detach", device]).catch(() => {});
      return devices.length === 0 ? true : undefined;
    },
    async () => new Error(`${(await loopDevicesUnder(root)).join(", ")} can't be detached: something outside uses it`),
  );
}

/** Processes in the namespaces, whatever cgroup they are in: a shell in a node, or one that had not yet joined. */
async function pidsInNetworks(networks: string[]): Promise<number[]> {
  const wanted = new Set<string>();
  for (const network of networks) {
    const found = await stat(join("/run/netns", network)).catch(() => undefined);
    if (found !== undefined) wanted.add(`net:[${found.ino}]`);
  }
  const pids: number[] = [];
  for (const entry of wanted.size === 0 ? [] : await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    if (wanted.has(await readlink(`/proc/${entry}/ns/net`).catch(() => ""))) pids.push(Number(entry));
  }
  return pids;
}

/** Everything that carries the lab's name, found without any state of ours. */
export async function remainsOf(lab: LabNames): Promise<Remains> {
  const networks = await labNetworks(lab);
  return {
    processes: [...new Set([...(await cgroupPids(lab.cgroup)), ...(await pidsInNetworks(networks))])],
    networks,
    mounts: await mountsUnder(lab.root),
    loopDevices: await loopDevicesUnder(lab.root),
    files: await stat(lab.root).then(() => [lab.root], () => []), // prettier-ignore
  };
}

/** Ends and removes everything that the lab's name leads to, whatever state it is in (idempotent). */
export async function labDown(name: string): Promise<Remains> {
  const lab = labNames(name);
  return withLock(lockFile(name), `lab ${name} is being changed`, async () => {
    const found = await remainsOf(lab);
    await killCgroup(lab.cgroup);
    for (const pid of await pidsInNetworks(found.networks)) kill(pid);
    for (const network of found.networks) await deleteNetwork(network);
    await releaseFiles(lab.root);
    await removeCgroup(lab.cgroup);
    await removeEmptyCgroup(dirname(lab.cgroup));
    await rm(lab.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    // Other labs, if there are any, keep these.
    for (const parent of [dirname(lab.root), dirname(dirname(lab.root))]) await rmdir(parent).catch(() => {});
    return found;
  });
}
