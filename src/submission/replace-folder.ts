import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fromFileSystem, RecordError } from "../record/error.js";

/** Which folders may be replaced besides those that are empty or not there. */
export interface MayReplace {
  /** What keeps a folder that is not empty, e.g. "is not empty"; undefined where it may go. */
  objection: (folder: string) => string | undefined;
  /** What to do about it. */
  next: string;
}

/** None: what is there is somebody's work. */
export const NEVER: MayReplace = {
  objection: () => "is not empty",
  next: "name a folder that does not exist, or remove that one",
};

/**
 * Whether something stands there that has to go first.
 * @throws RecordError `not-empty` where it has to stay, `io` where it cannot be looked at
 */
export function refuseOccupied(dir: string, { objection, next }: MayReplace): boolean {
  const held = heldBy(dir);
  if (held === "nothing") return false;
  const why = held === "files" ? objection(dir) : "is no folder";
  if (why !== undefined) throw new RecordError("not-empty", `${dir} ${why}`, { next });
  return true;
}

function heldBy(dir: string): "nothing" | "files" | "no folder" {
  try {
    // Resolved, so that no slash at its end makes it follow a link.
    const stat = lstatSync(resolve(dir), { throwIfNoEntry: false });
    if (stat?.isDirectory() === false) return "no folder";
    return stat === undefined || readdirSync(dir).length === 0 ? "nothing" : "files";
  } catch (error) {
    throw failed(error, `cannot look at ${dir}`);
  }
}

/**
 * Writes a folder whole or not at all: made beside its place, in a folder that nobody else has, and then moved there.
 * @param files by path, with forward slashes
 * @throws RecordError `not-empty`, `disk-full`, `io`
 */
export function replaceFolder(
  dir: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  mayReplace: MayReplace,
): void {
  const target = resolve(dir);
  refuseOccupied(dir, mayReplace);
  const scratch = own(target, dir);
  const [next, old] = [join(scratch, "next"), join(scratch, "old")];
  try {
    writeAll(next, files);
    // Asked again, as it may have been filled meanwhile.
    if (refuseOccupied(dir, mayReplace)) exchange(target, next, old);
    else renameSync(next, target);
  } catch (error) {
    const stuck = existsSync(old);
    if (!stuck) rmSync(scratch, { recursive: true, force: true });
    throw failed(error, `cannot write ${dir}${stuck ? `, and what was there is in ${old} now` : ""}`);
  }
  try {
    rmSync(scratch, { recursive: true, force: true });
  } catch (error) {
    throw failed(error, `${dir} is written, and ${scratch}, with what was there before, cannot be removed`);
  }
}

/** A new folder beside the target, and so on the same disk. */
function own(target: string, dir: string): string {
  try {
    mkdirSync(dirname(target), { recursive: true });
    return mkdtempSync(`${target}.partial-`);
  } catch (error) {
    throw failed(error, `cannot write ${dir}`);
  }
}

function writeAll(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  mkdirSync(folder);
  for (const [path, data] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data, { flag: "wx" });
  }
}

function exchange(target: string, next: string, old: string): void {
  renameSync(target, old);
  try {
    renameSync(next, target);
  } catch (error) {
    renameSync(old, target);
    throw error;
  }
}

function failed(cause: unknown, doing: string): RecordError {
  if (cause instanceof RecordError) return cause;
  const { code, message } = fromFileSystem(cause, doing);
  return new RecordError(code, message, { next: "look at the folder's permissions and the disk", cause });
}
