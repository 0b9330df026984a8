import { mkdir, readFile } from "node:fs/promises";
import { run, succeeds } from "./command.js";
import { KUBELET_ROOT } from "./paths.js";
import { cacheRoot, type LabNames, type NodeNames } from "./names.js";
import { durations, until } from "./durations.js";
import { running, start, stop } from "./process.js";

/** Exists inside a node's mount namespace once it is furnished. */
const FURNISHED = "/run/karat-node";

/**
 * Makes a node's own /run, /var/log and /var/lib, so that nothing of it lands in the host's. What the node must still
 * see of the host's (the lab's files, the built components) is bound back into place.
 */
const FURNISH = `set -eu
root=$1 kubelet=$2 hostname=$3; shift 3
umount -l /run/netns/* 2>/dev/null || true
stage=$root/stage; mkdir -p $stage
mount -t tmpfs -o mode=755 karat $stage
mkdir $stage/run $stage/lib
for kept in "$@"; do
  case $kept in
    /run/*) at=$stage/run\${kept#/run} ;;
    /var/lib/*) at=$stage/lib\${kept#/var/lib} ;;
    *) continue ;;
  esac
  mkdir -p $at; mount --bind $kept $at
done
mkdir -p $stage/lib/\${kubelet#/var/lib/} $root/kubelet $root/log
mount --bind $root/kubelet $stage/lib/\${kubelet#/var/lib/}
mount --bind $root/log /var/log
mount --rbind $stage/run /run
mount --rbind $stage/lib /var/lib
hostname $hostname
mount --make-rshared /
: > ${FURNISHED}`;

/** Whether unshare(1) has done its work, seen by what it became. */
async function unshared(pid: number): Promise<true | undefined> {
  return (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")) === "sleep\n" ? true : undefined;
}

/**
 * The process that holds a node's mount and UTS namespaces (idempotent). Not `ip netns exec`, which would remount /sys
 * and hide the cgroups.
 * @returns its pid, and whether it is a new one: then nothing that ran in the old namespaces may stay
 */
export async function ensureHolder(lab: LabNames, node: NodeNames): Promise<{ pid: number; started: boolean }> {
  const name = holderName(node);
  await mkdir(node.root, { recursive: true });
  const holder = await start({
    name,
    lab: lab.name,
    cgroup: node.cgroup,
    network: node.network,
    command: "unshare",
    args: ["--mount", "--uts", "--propagation", "private", "sleep", "infinity"],
  });
  await until(
    durations.spawn,
    () => unshared(holder.pid),
    () => new Error(`${node.name} got no namespaces of its own within ${durations.spawn} s`),
  );
  const inside = [`--mount=/proc/${holder.pid}/ns/mnt`, `--uts=/proc/${holder.pid}/ns/uts`];
  if (await succeeds("nsenter", [...inside, "test", "-e", FURNISHED])) return holder;
  const kept = ["/var/lib/karat", cacheRoot()];
  await run("nsenter", [...inside, "sh", "-c", FURNISH, "furnish", node.root, KUBELET_ROOT, node.name, ...kept]).catch(
    async (error: unknown) => {
      await stop(lab.name, name); // half furnished is of no use, and can't be furnished twice
      throw error;
    },
  );
  return holder;
}

/** The holder's pid, while it lives. */
export const holderPid = (lab: LabNames, node: NodeNames): Promise<number | undefined> =>
  running(lab.name, holderName(node));

const holderName = (node: NodeNames): string => `${node.name}-holder`;
