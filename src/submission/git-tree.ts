import { SubmissionError } from "./error.js";
import { git } from "./git.js";
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
  const listing = await git(repository, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit]);
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
}

/** One record of `git ls-tree -l -z`: mode, type, object and size before a tab, the path as it is behind it. */
function objectOf(record: string): [string, GitObject][] {
  const [, mode = "", oid = "", size = "", path = ""] = /^(\d{6}) \w+ ([0-9a-f]+) +(\S+)\t(.+)$/s.exec(record) ?? [];
  if (path === "") return [];
  const kind = kindOfMode(mode);
  const plain = kind === "file" || kind === "executable";
  return [[path, { path, kind, size: plain ? Number(size) || 0 : 0, oid }]];
}

function entriesBelow(objects: ReadonlyMap<string, GitObject>, folder: string): Entry[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  return [...objects.values()]
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, kind, size }) => ({ path: path.slice(prefix.length), kind, size }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

function plainObject(objects: ReadonlyMap<string, GitObject>, path: string): GitObject {
  const found = objects.get(path);
  if (!found) throw new SubmissionError("not-found", `the commit holds no ${path}`, "name one that is there");
  if (found.kind === "file" || found.kind === "executable") return found;
  throw new SubmissionError("unreadable", `${path} is no plain file`, "hand in the file itself");
}

async function commitOf(repository: string, ref: string): Promise<string> {
  const next = "name a branch, tag or commit that `git log` shows there";
  // git would take it for an option.
  if (ref.startsWith("-")) throw new SubmissionError("not-found", `${ref} names no commit`, next);
  try {
    const sha = await git(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
    return sha.trim();
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    // With --quiet that is all it says of a name that is none.
    if (cause?.code !== 1) throw error;
    throw new SubmissionError("not-found", `${ref} names no commit of ${repository}`, next, { cause });
  }
}
