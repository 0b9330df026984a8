import type { SubmittedFile } from "../../submission.js";
import { rule } from "../define.js";

/** First line of what Git LFS keeps in a file's stead (git-lfs, docs/spec.md). */
const LFS_POINTER = Buffer.from("version https://git-lfs.github.com/spec/");

const WRONG_KINDS = {
  symlink: ["is a symbolic link", "put the file itself there"],
  submodule: ["is a submodule", "put its files there, or link to them"],
  executable: ["is executable", "git update-index --chmod=-x takes the bit away"],
  other: ["is no file", "put a plain file there, or nothing"],
  misnamed: ["has a name that is not UTF-8, and is not read", "rename it, best in letters and digits"],
} as const;

export const plainFiles = rule({
  id: "INT-003",
  severity: "error",
  title: "A submission holds plain files whose names stay apart on every system.",
  why: "A link shows other bytes to a reviewer than to a checker, a pointer shows none, and names that differ only in case lose a file on macOS and Windows.",
  mend: "Put plain files there, without executable bit, and tell their names apart by more than case.",
  *find({ files }) {
    const seen = new Map<string, string>();
    for (const file of files.values()) {
      const place = { file: file.path, line: 1, column: 1 };
      const [what, fix] = wrongWith(file) ?? [];
      if (what !== undefined && fix !== undefined) yield { message: `${file.path} ${what}`, place, fix };
      const twin = collision(file.path, seen);
      if (twin) {
        const message = `${twin.path} and ${twin.other} are one path where case does not count`;
        yield { message, place, fix: "rename one of the two" };
      }
    }
  },
});

function wrongWith({ kind, bytes }: SubmittedFile): readonly [what: string, fix: string] | undefined {
  if (kind !== "file") return WRONG_KINDS[kind];
  if (!bytes || Buffer.compare(bytes.subarray(0, LFS_POINTER.length), LFS_POINTER) !== 0) return undefined;
  return ["is a Git LFS pointer, not the file", "commit the file itself: git lfs untrack, then add it again"];
}

/** The first part of a path, folder or file, that another one differs from in case or Unicode form only. */
function collision(path: string, seen: Map<string, string>): { path: string; other: string } | undefined {
  let found: { path: string; other: string } | undefined;
  for (let end = path.indexOf("/"); ; end = path.indexOf("/", end + 1)) {
    const part = end < 0 ? path : path.slice(0, end);
    const folded = part.normalize("NFC").toLowerCase();
    const other = seen.get(folded);
    if (other === undefined) seen.set(folded, part);
    else if (other !== part) found ??= { path: part, other };
    if (end < 0) return found;
  }
}
