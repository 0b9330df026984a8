import { SubmissionError } from "./error.js";
import { fileName } from "./file-name.js";
import { git, GitError } from "./git.js";
import { openBatch, type Batch } from "./git-batch.js";
import { LIMITS } from "./limits.js";
import { type Entry, type Tree, kindOfMode } from "./tree.js";

/** A tree that holds a process until it is closed. */
export interface GitTree extends Tree {
  /** Full SHA of the commit. */
  commit: string;
  close(): void;
}

/**
 * The submissions of a commit, without a checkout: nothing of it is written or run.
 * @param repository folder of a git repository
 * @param ref branch, tag or SHA
 * @throws SubmissionError
 */
export async function gitTree(repository: string, ref: string): Promise<GitTree> {
  const commit = await commitOf(repository, ref);
  const listing = await git(repository, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit], "latin1");
  const objects = new Map(listing.split("\0").flatMap(objectOf));
  if (objects.size > LIMITS.listed) {
    throw new SubmissionError("too-large", `${ref} holds more than ${LIMITS.listed} files`, "name another commit");
  }
  let batch: Batch | undefined;
  return {
    commit,
    entries: async (folder) => entriesBelow(objects, folder),
    read: async (path, limit) => {
      const { oid, size } = plainObject(objects, path);
      if (size > limit) {
        const message = `${path} has ${size} bytes, and may have ${limit}`;
        throw new SubmissionError("too-large", message, "hand in what the evidence needs");
      }
      batch ??= openBatch(repository);
      return batch.read(oid, size);
    },
    close: () => batch?.close(),
  };
}

interface GitObject extends Entry {
  oid: string;
  /** The path as git has it, a character a byte, where it is not UTF-8. */
  raw?: string;
}

/** One record of `git ls-tree -l -z`: mode, type, object and size before a tab, the path as it is behind it. */
function objectOf(record: string): [string, GitObject][] {
  const [, mode = "", oid = "", size = "", raw = ""] = /^(\d{6}) \w+ ([0-9a-f]+) +(\S+)\t(.+)$/s.exec(record) ?? [];
  if (raw === "") return [];
  const { text: path, isUtf8 } = fileName(Buffer.from(raw, "latin1"));
  const kind = kindOfMode(mode);
  const plain = kind === "file" || kind === "executable";
  return [[path, { path, kind, size: plain ? Number(size) || 0 : 0, oid, ...(isUtf8 ? {} : { raw }) }]];
}

function entriesBelow(objects: ReadonlyMap<string, GitObject>, folder: string): Entry[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  return [...objects.values()]
    .filter(({ path }) => path.startsWith(prefix))
    .map((object) => entryBelow(object, folder))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

function entryBelow({ path, kind, size, raw }: GitObject, folder: string): Entry {
  const entry = { path: folder === "" ? path : path.slice(folder.length + 1), kind, size };
  if (raw === undefined) return entry;
  const depth = folder === "" ? 0 : folder.split("/").length;
  const below = Buffer.from(raw.split("/").slice(depth).join("/"), "latin1");
  return fileName(below).isUtf8 ? entry : { ...entry, kind: "misnamed", size: 0 };
}

function plainObject(objects: ReadonlyMap<string, GitObject>, path: string): GitObject {
  const found = objects.get(path);
  if (!found) throw new SubmissionError("not-found", `the commit holds no ${path}`, "name one that is there");
  if (found.kind === "file" || found.kind === "executable") return found;
  throw new SubmissionError("unreadable", `${path} is no plain file`, "hand in the file itself");
}

/** The full SHA of a branch, tag or SHA. @throws SubmissionError */
export async function commitOf(repository: string, ref: string): Promise<string> {
  const next = "name a branch, tag or commit that `git log` shows there";
  // git would take it for an option.
  if (ref.startsWith("-")) throw new SubmissionError("not-found", `${ref} names no commit`, next);
  try {
    const sha = await git(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
    return sha.trim();
  } catch (error) {
    // With --quiet that is all it says of a name that is none.
    if (!(error instanceof GitError) || error.exit !== 1) throw error;
    throw new SubmissionError("not-found", `${ref} names no commit of ${repository}`, next);
  }
}
