import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a lab could leave on a machine. Other labs may come and go meanwhile, so only what carries its name counts. */
export interface HostState {
  networks: string[];
  mounts: string[];
  cgroups: string[];
  loopDevices: string[];
  processes: string[];
  files: string[];
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

function cgroupsNamed(lab: string): string[] {
  const mounts = lines(readFileSync("/proc/self/mountinfo", "utf8")).filter((line) => / - cgroup2? /.test(line));
  return mounts.flatMap((line) => {
    const mount = line.split(" ")[4] ?? "";
    const below = join(mount, "karat");
    return list(below)
      .filter((name) => name === lab)
      .map((name) => join(below, name));
  });
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // a process that has ended meanwhile
  }
}

/** What has ended and waits for init to take note of it is no process any more. */
const alive = (pid: string): boolean => !/^State:\s+[ZX]/m.test(read(`/proc/${pid}/status`));

/** Everything on this machine that carries the lab's name, found by other means than the lab's own. */
export function hostState(lab: string): HostState {
  const root = `/var/lib/karat/labs/${lab}`;
  const mine = (text: string): boolean =>
    new RegExp(`${root}(/|\\s|$)|karat/${lab}(/|\\s|$)|karat-${lab}(-|/|\\s|$)`, "m").test(text);
  return {
    networks: list("/run/netns").filter((name) => name === `karat-${lab}` || name.startsWith(`karat-${lab}-`)),
    mounts: lines(read("/proc/self/mountinfo")).filter(mine),
    cgroups: cgroupsNamed(lab),
    loopDevices: lines(execFileSync("losetup", ["--list", "--noheadings"], { encoding: "utf8" })).filter(mine),
    processes: list("/proc")
      .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid && alive(pid))
      .filter((pid) => mine(read(`/proc/${pid}/cgroup`)) || mine(read(`/proc/${pid}/cmdline`).replaceAll("\0", " "))),
    files: [root, `/run/karat-${lab}.lock`].filter((path) => list(join(path, "..")).includes(path.split("/").at(-1) ?? "")), // prettier-ignore
  };
}

export const NOTHING: HostState = {
  networks: [],
  mounts: [],
  cgroups: [],
  loopDevices: [],
  processes: [],
  files: [],
};

/** What a lab must never touch: the host's own links, routes and packet filter rules. */
export function hostNetwork(): string {
  const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: "utf8" });
  return [run("ip", "-brief", "link"), run("ip", "route"), run("nft", "list", "ruleset")].join("\n");
}
