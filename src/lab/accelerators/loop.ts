import { readFileSync, realpathSync } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { basename, sep } from "node:path";
import { run } from "../command.js";

/** A loop device, with the numbers that the kernel's device cgroup knows it by. */
export interface BlockNode {
  /** /dev/loopN. */
  loop: string;
  /** A device file of our own with the same numbers: open to every user, as accelerators are, which /dev/loopN is not. */
  path: string;
  major: number;
  minor: number;
}

/** The loop device over a file, and a device file beside it; an existing one is taken again. Root only. */
export async function loopOver(file: string): Promise<BlockNode> {
  const existing = await losetup(["--noheadings", "--output", "NAME", "--associated", file]);
  const loop = existing.split("\n")[0] || (await losetup(["--find", "--show", file]));
  const { rdev } = await stat(loop);
  const node = { loop, path: `${file}.dev`, major: majorOf(rdev), minor: minorOf(rdev) };
  if ((await stat(node.path).catch(() => undefined))?.rdev === rdev) return node;
  await rm(node.path, { force: true });
  await run("mknod", ["--mode=666", node.path, "b", String(node.major), String(node.minor)]);
  return node;
}

/** The file that lies under a loop device. @throws Error when none does any more */
export function backingFile({ loop }: BlockNode): string {
  return readFileSync(`/sys/block/${basename(loop)}/loop/backing_file`, "utf8").trim();
}

/** Frees every loop device whose file lies under a folder, deleted files included. A device in use goes when closed. */
export async function freeLoopDevices(folder: string): Promise<void> {
  const listing = await losetup(["--list", "--json", "--output", "NAME,BACK-FILE"]);
  if (!listing) return;
  const { loopdevices } = JSON.parse(listing) as { loopdevices: { name: string; "back-file": string | null }[] };
  const prefix = withSeparator(resolved(folder));
  for (const device of loopdevices) {
    if (device["back-file"]?.startsWith(prefix)) await losetup(["--detach", device.name]);
  }
}

/** As glibc's gnu_dev_major(3) and gnu_dev_minor(3), for device numbers of 32 bits. */
function majorOf(rdev: number): number {
  return (rdev >>> 8) & 0xfff;
}

function minorOf(rdev: number): number {
  return (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
}

function resolved(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

async function losetup(args: string[]): Promise<string> {
  return (await run("losetup", args)).trim();
}
