import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { refuseOccupied, replaceFolder, type MayReplace } from "../replace-folder.js";

/** Says that karat wrote the folder, and which files: others it never removes. */
const MARKER = ".karat-site.json";

/** An earlier site, and nothing else, may be replaced. */
const EARLIER_SITE: MayReplace = {
  objection(folder) {
    const written = writtenBefore(join(folder, MARKER));
    if (!written) return "is not empty, and holds no site that karat wrote";
    const lying = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
    const foreign = lying.find((path) => path !== MARKER && !written.has(path));
    return foreign === undefined ? undefined : `holds a site and besides it ${foreign}, which would be lost`;
  },
  next: "name a new folder with -o, or one that `karat submission site` wrote before",
};

/** Says early what `writeSite` would refuse. @throws RecordError `not-empty` */
export function refuseForSite(out: string): void {
  refuseOccupied(out, EARLIER_SITE);
}

/**
 * Writes a site as a whole.
 * @param files by path, with forward slashes
 * @param out a new folder, an empty one, or one that holds an earlier site and nothing else
 * @throws RecordError `not-empty` for any other, `disk-full`, `io`
 */
export function writeSite(out: string, files: ReadonlyMap<string, string>): void {
  const marker = `${JSON.stringify({ files: [...files.keys()].sort() }, null, 1)}\n`;
  replaceFolder(out, new Map([...files, [MARKER, marker]]), EARLIER_SITE);
}

function writtenBefore(marker: string): ReadonlySet<string> | undefined {
  try {
    const { files } = JSON.parse(readFileSync(marker, "utf8")) as { files?: unknown };
    return Array.isArray(files) ? new Set(files.map(String)) : undefined;
  } catch {
    return undefined;
  }
}
