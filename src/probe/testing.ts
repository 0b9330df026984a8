import { createHash } from "node:crypto";
import type { DeviceNumber } from "./orders.js";
import type { Origin } from "./parse.js";
import type { DeviceNode } from "./sight.js";

/** What a made-up container sees; everything that is not said goes well. */
export interface MadeUp {
  devices?: readonly DeviceNode[];
  /** `read` and `write`: the error, where there was one. */
  openings?: readonly { path: string; head?: string; read?: string; write?: string }[];
  made?: readonly (DeviceNumber & { mknod?: string; read?: string; write?: string })[];
  environment?: Readonly<Record<string, string>>;
  mounts?: readonly string[];
  /** In place of `devices` and /dev/null. */
  listing?: string;
}

const NULL: DeviceNode = { path: "/dev/null", type: "char", major: 1, minor: 3 };

/** A log as the probe prints it, for tests of what reads it. */
export function probeLog({ nonce, podUid, node, container }: Origin, seen: MadeUp): string {
  const proof = createHash("sha256").update(`${nonce}/${podUid}/${container}`).digest("hex");
  const listing = seen.listing ?? [NULL, ...(seen.devices ?? [])].map(listed).join("");
  const lines = [
    `begin ${container} ${podUid} ${node} ${proof}`,
    `kernel ${hex("Linux 6.18.0 x86_64\n")}`,
    "capabilities 00000000a80425fb",
    ...(seen.mounts ?? []).map((path) => `mount ${hex(path)}`),
    ...Object.entries(seen.environment ?? {}).map(([name, value]) => `environment ${name} ${hex(value)}`),
    `devices ${hex(listing)}`,
    ...(seen.openings ?? []).map(
      ({ path, head = "", read, write }) => `open ${hex(path)} ${outcome(read)} ${outcome(write)} ${hex(head)}`,
    ),
    ...(seen.made ?? []).map(
      ({ type, major, minor, mknod, read, write }) =>
        `made ${type[0]} ${major} ${minor} ${outcome(mknod)} ${mknod === undefined ? `${outcome(read)} ${outcome(write)}` : "- - - -"}`,
    ),
    "end",
  ];
  return lines.map((line, at) => `karat-probe/1 ${nonce} ${at + 1} ${line}\n`).join("");
}

function listed({ path, type, major, minor }: DeviceNode): string {
  return `${type[0]}rw-rw-rw-    1 0        0         ${major}, ${String(minor).padStart(3)} Nov 23 22:10 ${path}\n`;
}

function outcome(error: string | undefined): string {
  return error === undefined ? "0 -" : `1 ${hex(error)}`;
}

function hex(text: string): string {
  return Buffer.from(text).toString("hex") || "-";
}
