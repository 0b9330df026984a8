import { readFile, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Profile } from "./component.js";
import { requireBuilt } from "./build/cache.js";
import { hierarchies } from "./cgroups.js";
import { run, succeeds } from "./command.js";
import { durations } from "./durations.js";
import { LabError } from "./error.js";
import { INOTIFY_ADVICE, inotifyShortage, raiseInotifyLimit } from "./inotify.js";
import { labNames } from "./names.js";

/** One thing that a lab needs of the machine. */
export interface Finding {
  /** What is needed, in words. */
  need: string;
  /** Why it isn't met; absent when it is. */
  problem?: string;
  /** What to do about it. */
  next?: string;
}

const GIB = 1024 ** 3;

/** Host programs that the lab calls, by the Debian package that has them. */
const TOOLS: Record<string, string[]> = {
  iproute2: ["ip"],
  nftables: ["nft"],
  "util-linux": ["nsenter", "unshare", "losetup", "umount", "setpriv"],
  mount: ["mount"],
  hostname: ["hostname"],
  unzip: ["unzip"],
};

const found = (need: string, problem?: string | false, next?: string): Finding =>
  problem === undefined || problem === false ? { need } : { need, problem, ...(next === undefined ? {} : { next }) };

async function missingPackages(): Promise<Map<string, string[]>> {
  const missing = new Map<string, string[]>();
  for (const [name, tools] of Object.entries(TOOLS)) {
    const lacking: string[] = [];
    for (const tool of tools) if (!(await succeeds("sh", ["-c", `command -v ${tool}`]))) lacking.push(tool);
    if (lacking.length > 0) missing.set(name, lacking);
  }
  return missing;
}

async function tools(): Promise<Finding> {
  const missing = await missingPackages();
  const lacking = [...missing.values()].flat().join(", ");
  return found(
    "host tools (ip, nft, nsenter, unshare, mount, losetup)",
    missing.size > 0 && `missing: ${lacking}`,
    `apt-get install --yes ${[...missing.keys()].join(" ")}, or karat lab doctor --fix`,
  );
}

const WANTED_CONTROLLERS = ["cpu", "cpuset", "memory", "pids"];

async function cgroups(): Promise<Finding> {
  const all = await hierarchies();
  const controllers = new Set(all.flatMap((hierarchy) => hierarchy.controllers));
  const missing = WANTED_CONTROLLERS.filter((controller) => !controllers.has(controller));
  return found(
    "cgroups, version 1 or 2, with cpu, cpuset, memory and pids",
    missing.length > 0 && `no ${missing.join(", ")} controller is mounted below /sys/fs/cgroup`,
    "boot with these controllers on (systemd does), or in a container mount the host's cgroups",
  );
}

/** In namespaces that end with the test: nothing of it stays. */
const NETWORK_TEST = `set -e
ip link add karat0 type bridge
ip link add v0 type veth peer name v1
ip link set v0 master karat0
nft 'table ip karat { chain c { type nat hook prerouting priority 0; tcp dport 1 dnat to 10.0.0.1; }; }'
echo 1 > /proc/sys/net/ipv4/ip_forward`;

const OVERLAY_TEST = `set -e
mount -t tmpfs karat /mnt
mkdir /mnt/lower /mnt/upper /mnt/work /mnt/all
mount -t overlay karat -o lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work /mnt/all`;

async function inNamespaces(need: string, script: string, next: string): Promise<Finding> {
  const problem = await run("unshare", ["--net", "--mount", "--uts", "sh", "-c", script]).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return found(need, problem, next);
}

async function loopDevices(): Promise<Finding> {
  const works = await succeeds("losetup", ["--find"]);
  const next = "modprobe loop; in a container, start it with --privileged and the host's /dev";
  return found("loop devices (simulated accelerators are made of them)", !works && "losetup finds no free one", next);
}

const OVERLAYFS_MAGIC = 0x794c7630;

async function files(): Promise<Finding[]> {
  const place = dirname(dirname(dirname(labNames("x").root)));
  const { bavail, bsize, type } = await statfs(place);
  const free = (bavail * bsize) / GIB;
  return [
    found(`3 GiB of disk in ${place}`, free < 3 && `${free.toFixed(1)} GiB are free`, "free some"),
    found(
      `${place} on a disk`,
      type === OVERLAYFS_MAGIC && "it is on overlayfs, which containerd can't stack on",
      `in a container, mount a volume at ${place}/karat`,
    ),
  ];
}

async function memory(): Promise<Finding> {
  const kibibytes = /^MemAvailable: +(\d+) kB$/m.exec(await readFile("/proc/meminfo", "utf8"))?.[1];
  const free = (Number(kibibytes) * 1024) / GIB;
  return found(
    "3 GiB of memory",
    free < 3 && `${free.toFixed(1)} GiB are available`,
    "end something, or use a larger machine",
  );
}

/** Everything that a lab needs of the machine; asks, and changes nothing. */
export async function examine(): Promise<Finding[]> {
  const linux = found(
    "Linux",
    process.platform !== "linux" && `this is ${process.platform}`,
    "use a Linux machine or virtual machine",
  );
  if (linux.problem !== undefined) return [linux];
  const root = found("root", process.geteuid?.() !== 0 && "not root", "run it with sudo");
  const architecture = found(
    "x86-64 or arm64",
    process.arch !== "x64" && process.arch !== "arm64" && `this is ${process.arch}`,
    "use another machine",
  );
  const basics = [linux, architecture, root, await tools()];
  // What follows needs root and tools to be asked at all.
  if (basics.some(({ problem }) => problem !== undefined)) return basics;
  return [
    ...basics,
    await cgroups(),
    await inNamespaces("network namespaces, bridge, veth, nftables", NETWORK_TEST, "modprobe bridge veth nf_tables nft_nat; in a container, start it with --privileged"), // prettier-ignore
    await inNamespaces("mount namespaces, overlayfs", OVERLAY_TEST, "modprobe overlay; in a container, start it with --privileged"), // prettier-ignore
    await loopDevices(),
    found("inotify instances", await inotifyShortage(), INOTIFY_ADVICE),
    ...(await files()),
    await memory(),
  ];
}

/**
 * Refuses before anything is made.
 * @throws with every problem and what to do about it
 */
export async function requireReady(profile: Profile): Promise<void> {
  await requireBuilt(profile);
  const problems = (await examine()).filter(({ problem }) => problem !== undefined);
  if (problems.length === 0) return;
  const list = problems.map(({ need, problem }) => `${need}: ${problem}`);
  const steps = problems.flatMap(({ next }) => next ?? []);
  throw new LabError(`this machine can't hold a lab\n  ${list.join("\n  ")}`, steps.join("\n        "));
}

/**
 * Mends what can be mended without harm: host tools that lack, on Debian and its kin, and the limit of inotify instances.
 * @returns what was done, a line each
 */
export async function fix(): Promise<string[]> {
  const done: string[] = [];
  const missing = [...(await missingPackages()).keys()];
  if (missing.length > 0) {
    await install(missing);
    done.push(`installed ${missing.join(", ")}`);
  }
  if ((await inotifyShortage()) !== undefined) {
    await raiseInotifyLimit();
    done.push("raised fs.inotify.max_user_instances until the next boot");
  }
  return done;
}

async function install(packages: string[]): Promise<void> {
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, seconds: durations.packages };
  await run("apt-get", ["update"], options);
  await run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], options);
}
