import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { RecordError, fromFileSystem } from "../../record/error.js";

/** @throws RecordError `not-empty` when something stands where the submission is to go */
export function refuseTaken(dir: string): void {
  const refuse = (what: string): RecordError =>
    new RecordError("not-empty", `${dir} ${what}`, { next: "name a folder that does not exist, or remove that one" });
  if (!existsSync(dir)) return;
  try {
    if (readdirSync(dir).length > 0) throw refuse("is not empty");
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOTDIR" ? refuse("is no folder") : error;
  }
}

/**
 * Writes a folder whole or not at all: made beside its place, then moved there at once.
 * @throws RecordError `not-empty`, `disk-full`, `io`
 */
export function writeFolder(dir: string, files: ReadonlyMap<string, Uint8Array>): void {
  refuseTaken(dir);
  const target = resolve(dir);
  const partial = `${target}.${process.pid}.partial`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(partial);
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(partial, path)), { recursive: true });
      writeFileSync(join(partial, path), bytes, { flag: "wx" });
    }
    // Over an empty folder; one that was filled meanwhile is refused by the system.
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (error instanceof RecordError) throw error;
    const { code, message } = fromFileSystem(error, `cannot write ${dir}`);
    throw new RecordError(code, message, { next: "look at the folder's permissions and the disk", cause: error });
  }
}
