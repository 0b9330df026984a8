import { createHash } from "node:crypto";
import { Undecidable } from "../record/judge.js";
import { type Line, bytes, readLines, text } from "./lines.js";
import type { DeviceNumber } from "./orders.js";
import type { Attempt, DeviceNode, Made, Opening, Sight } from "./sight.js";

/** Who must have printed a log for it to count; each is known from elsewhere than the log. */
export interface Origin {
  nonce: string;
  /** As the API server has them. */
  podUid: string;
  node: string;
  container: string;
}

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
  const [beginning] = lines;
  const [container, podUid, node, proof] = one(lines, "begin", 4);
  if (beginning?.kind !== "begin") throw new Undecidable("the probe's log lacks its beginning");
  if (container !== origin.container || podUid !== origin.podUid || node !== origin.node) {
    throw new Undecidable(
      `the log is of container ${container} of pod ${podUid} on ${node}, not of ${origin.container} of ${origin.podUid} on ${origin.node}`,
    );
  }
  // Only what runs the script can know this: the pod's specification does not hold it.
  const due = createHash("sha256").update(`${origin.nonce}/${podUid}/${container}`).digest("hex");
  if (proof !== due) throw new Undecidable("the log does not show that the probe was executed");
  const unknown = lines.find(({ kind }) => !KINDS.has(kind));
  if (unknown) throw new Undecidable(`the probe printed a line of the unknown kind ${unknown.kind}`);
  const sight: Sight = {
    container,
    podUid,
    node,
    kernel: text(one(lines, "kernel", 1)[0]).trimEnd(),
    capabilities: capabilities(one(lines, "capabilities", 1)[0]),
    devices: devices(text(one(lines, "devices", 1)[0])),
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

/** The fields of the only line of a kind. */
function one<N extends number>(
  lines: Line[],
  kind: string,
  count: N,
): N extends 4 ? [string, string, string, string] : [string] {
  const found = lines.filter((line) => line.kind === kind);
  const fields = found[0]?.fields;
  if (found.length !== 1 || fields?.length !== count) {
    throw new Undecidable(
      `the probe's log has ${found.length} lines of the kind ${kind} where one of ${count} fields belongs`,
    );
  }
  return fields as N extends 4 ? [string, string, string, string] : [string];
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
