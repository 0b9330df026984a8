import type { DeviceNumber } from "./orders.js";
import { type Origin, proofOf } from "./origin.js";
import type { DeviceNode } from "./sight.js";

/** What a made-up container sees; everything that is not said goes well. */
export interface MadeUp {
  devices?: readonly DeviceNode[];
  /** `read` and `write`: the error, where there was one. */
  openings?: readonly { path: string; head?: string; read?: string; write?: string }[];
  made?: readonly (DeviceNumber & { mknod?: string; read?: string; write?: string })[];
  environment?: Readonly<Record<string, string>>;
  mounts?: readonly string[];
  /** By path, the content. */
  files?: Readonly<Record<string, string>>;
  /** In place of `devices` and /dev/null. */
  listing?: string;
}

const NULL: DeviceNode = { path: "/dev/null", type: "char", major: 1, minor: 3 };

/** A log as the probe prints it, for tests of what reads it. */
export function probeLog(origin: Origin, seen: MadeUp): string {
  const listing = seen.listing ?? [NULL, ...(seen.devices ?? [])].map(listed).join("");
  return numbered(origin, [
    `kernel ${hex("Linux 6.18.0 x86_64\n")}`,
    "capabilities 00000000a80425fb",
    ...Object.entries(seen.files ?? {}).map(([path, content]) => `file ${hex(path)} ${hex(content)}`),
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
  ]);
}

/** A log as an HTTP client prints it. @param answers by order: "HTTP/1.1_200_OK heavy/…", as many as there were */
export function httpLog(origin: Origin, answers: Readonly<Record<string, readonly string[]>>, seconds = 1): string {
  const lines = Object.entries(answers).flatMap(([order, all]) => [
    ...all.map((answer) => `answer ${order} ${answer}`),
    `done ${order} ${seconds}`,
  ]);
  return numbered(origin, lines);
}

function numbered(origin: Origin, lines: readonly string[]): string {
  const { nonce, podUid, node, container } = origin;
  return [`begin ${container} ${podUid} ${node} ${proofOf(origin)}`, ...lines, "end"]
    .map((line, at) => `karat-probe/1 ${nonce} ${at + 1} ${line}\n`)
    .join("");
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
