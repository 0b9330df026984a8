import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fromFileSystem, RecordError } from "./error.js";
import { readPlain } from "./files.js";

/**
 * One writer a folder. A lock is a file that names its owner so precisely that after kill -9 anyone can tell that the
 * owner is gone: machine, boot, PID namespace, PID and the process's start time, which a reused PID does not share.
 * A contender first puts its own file down and then looks for others, so of two at the same moment at least one sees
 * the other and steps back.
 */
const LOCK = /^\.writer-[0-9a-f]{16}\.lock$/;

interface Owner {
  host: string;
  /** Linux boot id and PID namespace; empty elsewhere. */
  boot: string;
  namespace: string;
  pid: number;
  /** Linux: clock ticks after boot, field 22 of /proc/PID/stat; empty elsewhere. */
  started: string;
}

export interface Lock {
  release(): void;
}

/** @throws RecordError `locked` when another writer lives, or when it cannot be told that it does not */
export function acquire(dir: string): Lock {
  const name = `.writer-${randomBytes(8).toString("hex")}.lock`;
  const own = join(dir, name);
  const release = () => rmSync(own, { force: true });
  try {
    writeFileSync(own, JSON.stringify(self()), { flag: "wx" });
    for (const other of locks(dir)) {
      if (other === name) continue;
      if (mayLive(dir, other)) throw taken(dir, other);
      rmSync(join(dir, other), { force: true });
    }
  } catch (error) {
    release();
    throw error instanceof RecordError ? error : fromFileSystem(error, `cannot lock ${dir}`);
  }
  return { release };
}

/** Names of the lock files in a record's folder. */
function locks(dir: string): string[] {
  return readdirSync(dir).filter(isLock);
}

export function isLock(name: string): boolean {
  return LOCK.test(name);
}

/** False only when the owner is surely gone. */
export function mayLive(dir: string, lock: string): boolean {
  let owner: Owner | undefined;
  try {
    owner = ownerIn(readPlain(join(dir, lock), lock, LONGEST));
  } catch (error) {
    const { cause } = error as RecordError;
    return (cause as NodeJS.ErrnoException | undefined)?.code !== "ENOENT";
  }
  // Empty or half a file: its writer died, or is in the middle of taking the lock and will see ours.
  if (!owner) return false;
  const here = self();
  if (owner.host !== here.host) return true;
  // Another boot of this machine: nothing of it runs any more.
  if (owner.boot !== here.boot) return false;
  if (owner.namespace !== here.namespace) return true;
  return exists(owner.pid) && startOf(owner.pid) === owner.started;
}

/** Bytes of a lock file: a host name has at most 255. */
const LONGEST = 4096;

function ownerIn(bytes: Buffer): Owner | undefined {
  try {
    const owner = JSON.parse(bytes.toString("utf8")) as Partial<Owner> | null;
    return owner && Number.isInteger(owner.pid) && Number(owner.pid) > 0 ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function taken(dir: string, lock: string): RecordError {
  return new RecordError("locked", `${dir} is being written by another karat`, {
    place: { file: lock },
    next: `wait for it to end; if you know that no karat writes there, remove ${join(dir, lock)}`,
  });
}

function self(): Owner {
  return {
    host: hostname(),
    boot: read("/proc/sys/kernel/random/boot_id"),
    namespace: link("/proc/self/ns/pid"),
    pid: process.pid,
    started: startOf(process.pid),
  };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** proc(5): the name in field 2 may hold spaces and brackets, so count from the last bracket. A zombie writes nothing. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? "gone" : (fields[19] ?? "");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
