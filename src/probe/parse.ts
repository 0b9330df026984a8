import { Undecidable } from "../record/judge.js";
import { type Line, bytes, readLines, text } from "./lines.js";
import type { DeviceNumber } from "./orders.js";
import { type Origin, requireOrigin } from "./origin.js";
import type { Attempt, DeviceNode, Made, Opening, Sight } from "./sight.js";

const KINDS = new Set(["begin", "kernel", "capabilities", "file", "mount", "environment", "devices", "open", "made"]);

/** `ls -ldn` of a device file, in the C locale: mode, links, owner, group, major, minor, month, day, time or year, path. */
const LISTED = /^([bc])[-rwxsStT]{9}[+.@]? +\d+ +\d+ +\d+ +(\d+), *(\d+) +[A-Z][a-z]{2} +\d+ +[\d:]+ (\/.*)$/;

/**
 * Reads a probe's log. Strict: whatever is not exactly what that probe prints, by that container of that pod on that node
 * in this run, makes it worthless.
 * @throws Undecidable
 */
export function parseProbe(log: string, origin: Origin): Sight {
  const lines = readLines(log, origin.nonce);
  const of = (kind: string): string[][] => lines.filter((line) => line.kind === kind).map(({ fields }) => fields);
  requireOrigin(lines, origin);
  const unknown = lines.find(({ kind }) => !KINDS.has(kind));
  if (unknown) throw new Undecidable(`the probe printed a line of the unknown kind ${unknown.kind}`);
  const { container, podUid, node } = origin;
  const sight: Sight = {
    container,
    podUid,
    node,
    kernel: text(one(lines, "kernel")).trimEnd(),
    capabilities: capabilities(one(lines, "capabilities")),
    devices: devices(text(one(lines, "devices"))),
    openings: of("open").map(opening),
    made: of("made").map(made),
    environment: new Map(of("environment").map(([name, value]) => [name ?? "", text(value)])),
    files: new Map(of("file").map(([path, content]) => [text(path), text(content)])),
    mounts: of("mount").map(([path]) => text(path)),
  };
  const missing = sight.openings.find(({ path }) => !sight.devices.some((device) => device.path === path));
  if (missing) throw new Undecidable(`the probe opened ${missing.path} without having found it`);
  return sight;
}

/** The field of the only line of a kind. */
function one(lines: Line[], kind: string): string {
  const found = lines.filter((line) => line.kind === kind);
  const [field, ...others] = found[0]?.fields ?? [];
  if (found.length !== 1 || field === undefined || others.length > 0) {
    throw new Undecidable(
      `the probe's log has ${found.length} lines of the kind ${kind} where one of one field belongs`,
    );
  }
  return field;
}

function capabilities(field: string): bigint {
  if (!/^[0-9a-f]{16}$/.test(field)) throw new Undecidable(`${field} is no set of capabilities`);
  return BigInt(`0x${field}`);
}

function devices(listing: string): DeviceNode[] {
  const found = listing
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [, type, major, minor, path] = LISTED.exec(line) ?? [];
      if (path === undefined) throw new Undecidable(`the container's device files can't be read: ${line}`);
      return {
        type: type === "b" ? ("block" as const) : ("char" as const),
        major: Number(major),
        minor: Number(minor),
        path,
      };
    });
  // Every container has at least /dev/null (OCI runtime specification, default devices).
  if (!found.some(({ path }) => path === "/dev/null")) throw new Undecidable("the probe did not even find /dev/null");
  return found;
}

function opening(fields: string[]): Opening {
  if (fields.length !== 6) throw new Undecidable("the probe printed half an opening");
  const [path, readStatus, readError, writeStatus, writeError, head] = fields;
  return {
    path: text(path),
    read: attempt(readStatus, readError),
    write: attempt(writeStatus, writeError),
    head: bytes(head),
  };
}

function made(fields: string[]): Made {
  if (fields.length !== 9) throw new Undecidable("the probe printed half a made node");
  const [type, major, minor, status, error, ...opened] = fields;
  const device = deviceNumber(type, major, minor);
  const mknod = attempt(status, error);
  if (!mknod.done) return { ...device, mknod };
  return { ...device, mknod, read: attempt(opened[0], opened[1]), write: attempt(opened[2], opened[3]) };
}

function deviceNumber(type: string | undefined, major: string | undefined, minor: string | undefined): DeviceNumber {
  if ((type !== "b" && type !== "c") || !/^\d+$/.test(major ?? "") || !/^\d+$/.test(minor ?? "")) {
    throw new Undecidable(`${type}:${major}:${minor} names no device`);
  }
  return { type: type === "b" ? "block" : "char", major: Number(major), minor: Number(minor) };
}

function attempt(status: string | undefined, error: string | undefined): Attempt {
  const message = text(error).trimEnd();
  if (status === "0" && message === "") return { done: true };
  if (status !== undefined && /^[1-9]\d*$/.test(status) && message !== "") return { done: false, error: message };
  throw new Undecidable(`an attempt ended with status ${status} and said ${JSON.stringify(message)}`);
}
