import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fromFileSystem, RecordError } from "../../record/error.js";

/** Says that karat wrote the folder, and which files: others it never removes. */
const MARKER = ".karat-site.json";

const FREE = "name a new folder with -o, or one that `karat submission site` wrote before";

/** Says early what `writeSite` would refuse. @throws RecordError `not-empty` */
export function refuseOccupied(out: string): void {
  occupant(resolve(out));
}

/**
 * Writes a site as a whole: whoever looks at the folder meanwhile sees the old one or the new one.
 * @param files by path, with forward slashes
 * @param out a new folder, an empty one, or one that holds an earlier site and nothing else
 * @throws RecordError `not-empty` for any other, `disk-full`, `io`
 */
export function writeSite(out: string, files: ReadonlyMap<string, string>): void {
  const target = resolve(out);
  const [next, old] = [`${target}.${process.pid}.partial`, `${target}.${process.pid}.old`];
  const standing = occupant(target);
  try {
    rmSync(next, { recursive: true, force: true });
    const marker = `${JSON.stringify({ files: [...files.keys()].sort() }, null, 1)}\n`;
    for (const [path, text] of [...files, [MARKER, marker] as const]) {
      mkdirSync(dirname(join(next, path)), { recursive: true });
      writeFileSync(join(next, path), text);
    }
    if (standing) renameSync(target, old);
    try {
      renameSync(next, target);
    } catch (error) {
      if (standing) renameSync(old, target);
      throw error;
    }
    rmSync(old, { recursive: true, force: true });
  } catch (cause) {
    rmSync(next, { recursive: true, force: true });
    const { code, message } = fromFileSystem(cause, `cannot write ${out}`);
    throw new RecordError(code, message, { next: "look at the folder's permissions and the disk", cause });
  }
}

/** Whether there is a folder, which may be replaced. @throws RecordError `not-empty` where it may not */
function occupant(target: string): boolean {
  const refuse = (what: string): RecordError => new RecordError("not-empty", `${target} ${what}`, { next: FREE });
  const stat = lstatSync(target, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (!stat.isDirectory()) throw refuse("is no folder");
  if (readdirSync(target).length === 0) return true;
  const written = writtenBefore(join(target, MARKER));
  if (!written) throw refuse("is not empty, and holds no site that karat wrote");
  const lying = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(target, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  const foreign = lying.find((path) => path !== MARKER && !written.has(path));
  if (foreign !== undefined) throw refuse(`holds a site and besides it ${foreign}, which would be lost`);
  return true;
}

function writtenBefore(marker: string): ReadonlySet<string> | undefined {
  try {
    const { files } = JSON.parse(readFileSync(marker, "utf8")) as { files?: unknown };
    return Array.isArray(files) ? new Set(files.map(String)) : undefined;
  } catch {
    return undefined;
  }
}
