import { realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { run } from "../command.js";

/** A block special file of the host, with the numbers that the kernel's device cgroup knows it by. */
export interface BlockNode {
  path: string;
  major: number;
  minor: number;
}

/** The loop device over a file; an existing one is taken again. Root only. */
export async function loopOver(file: string): Promise<BlockNode> {
  const existing = await losetup(["--noheadings", "--output", "NAME", "--associated", file]);
  const path = existing.split("\n")[0] || (await losetup(["--find", "--show", file]));
  return blockNode(path);
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

function blockNode(path: string): BlockNode {
  const { rdev } = statSync(path);
  // glibc's makedev(3) split of a 64-bit device number.
  return { path, major: (rdev >>> 8) & 0xfff, minor: (rdev & 0xff) | ((rdev >>> 12) & 0xfff00) };
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
