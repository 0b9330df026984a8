import { createHash } from "node:crypto";
import { SubmissionError } from "../submission/error.js";
import { LIMITS } from "../submission/limits.js";
import { type Entry, type EntryKind, kindOfMode, type Tree } from "../submission/tree.js";
import type { GitHub } from "./github.js";
import type { Repository } from "./repository.js";

/** An entry of a git tree with the object that it names. */
interface GitEntry extends Entry {
  sha: string;
  /** Of another tree, not a file. */
  isTree: boolean;
}

interface Listing {
  entries: GitEntry[];
  /** GitHub left some out. */
  truncated: boolean;
}

type List = (sha: string, recursive: boolean) => Promise<Listing>;

/**
 * The files of exactly one commit, by GitHub's git database: nothing is checked out. Only what is asked for is listed
 * and fetched, and a file's bytes must hash to what the tree says.
 * @param commit full SHA
 */
export function githubTree(github: GitHub, { owner, repo }: Repository, commit: string): Tree {
  const files = new Map<string, GitEntry>();
  const listed = new Map<string, Promise<Listing>>();
  // The same parents are walked for each file.
  const list: List = (sha, recursive) => {
    const key = `${sha} ${recursive}`;
    const known = listed.get(key) ?? listTree(github, { owner, repo }, sha, recursive);
    listed.set(key, known);
    return known;
  };
  let root: Promise<string> | undefined;
  const rootTree = (): Promise<string> => {
    root ??= github.rest.git.getCommit({ owner, repo, commit_sha: commit }).then(({ data }) => data.tree.sha);
    return root;
  };
  return {
    async entries(folder) {
      const sha = await folderSha(list, await rootTree(), folder);
      if (sha === undefined) throw notFound(folder);
      const entries = await below(list, sha, folder);
      for (const entry of entries) files.set(joined(folder, entry.path), entry);
      return entries.map(({ path, kind, size }) => ({ path, kind, size })).sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path, limit) {
      const entry = files.get(path) ?? (await entryAt(list, await rootTree(), path));
      if (!entry) throw notFound(path);
      if (entry.kind !== "file" && entry.kind !== "executable") throw unreadable(path, "is no plain file");
      if (entry.size > limit) throw tooLarge(path, entry.size, limit);
      return readBlob(github, { owner, repo }, entry, path);
    },
  };
}

async function listTree(github: GitHub, repository: Repository, sha: string, recursive: boolean): Promise<Listing> {
  const { data } = await github.rest.git.getTree({
    ...repository,
    tree_sha: sha,
    // Whatever is said here, "false" too, means yes to GitHub.
    ...(recursive ? { recursive: "1" } : {}),
  });
  const entries = data.tree.flatMap(({ path, mode, sha, size, type }): GitEntry[] => {
    const kind = kindOfMode(mode);
    return isConfined(path)
      ? [{ path, kind, size: isPlain(kind) ? (size ?? 0) : 0, sha, isTree: type === "tree" }]
      : [];
  });
  return { entries, truncated: data.truncated };
}

/** The tree of a folder; undefined where there is none. */
async function folderSha(list: List, root: string, folder: string): Promise<string | undefined> {
  let sha: string | undefined = root;
  for (const name of folder.split("/").filter((part) => part !== "")) {
    if (sha === undefined) return undefined;
    const { entries }: Listing = await list(sha, false);
    sha = entries.find(({ path, isTree }) => isTree && path === name)?.sha;
  }
  return sha;
}

/** One entry by its path. Looks into its folders one by one, so that no tree is too large. */
async function entryAt(list: List, root: string, path: string): Promise<GitEntry | undefined> {
  const at = path.lastIndexOf("/");
  const sha = await folderSha(list, root, path.slice(0, Math.max(at, 0)));
  if (sha === undefined) return undefined;
  const { entries } = await list(sha, false);
  return entries.find((entry) => !entry.isTree && entry.path === path.slice(at + 1));
}

/** All files below a tree: in one answer where GitHub gives it whole, folder by folder where it does not. */
async function below(list: List, sha: string, folder: string): Promise<GitEntry[]> {
  const whole = await list(sha, true);
  if (!whole.truncated)
    return limited(
      whole.entries.filter(({ isTree }) => !isTree),
      folder,
    );
  const found: GitEntry[] = [];
  const left = [{ sha, path: "" }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { entries, truncated } = await list(next.sha, false);
    if (truncated) throw tooMany(folder);
    for (const entry of entries) {
      const path = joined(next.path, entry.path);
      if (entry.isTree) left.push({ sha: entry.sha, path });
      else found.push({ ...entry, path });
    }
    limited(found, folder);
    if (left.length > LIMITS.listed) throw tooMany(folder);
  }
  return found;
}

function limited(entries: GitEntry[], folder: string): GitEntry[] {
  if (entries.length > LIMITS.listed) throw tooMany(folder);
  return entries;
}

async function readBlob(
  github: GitHub,
  repository: Repository,
  { sha, size }: GitEntry,
  path: string,
): Promise<Uint8Array> {
  const { data } = await github.rest.git.getBlob({ ...repository, file_sha: sha });
  const bytes = Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
  // SHA-256 repositories have names of 64 digits.
  const hash = createHash(sha.length === 64 ? "sha256" : "sha1")
    .update(`blob ${bytes.length}\0`)
    .update(bytes);
  if (bytes.length !== size || hash.digest("hex") !== sha) {
    throw unreadable(path, "came from GitHub with other bytes than its commit has");
  }
  return bytes;
}

const joined = (folder: string, path: string): string => (folder === "" ? path : `${folder}/${path}`);

const isPlain = (kind: EntryKind): boolean => kind === "file" || kind === "executable";

/** git refuses such paths itself; a server that sends one is not believed. */
function isConfined(path: string): boolean {
  return path !== "" && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function notFound(path: string): SubmissionError {
  return new SubmissionError("not-found", `the commit holds no ${path}`, "push what is missing");
}

function unreadable(path: string, what: string): SubmissionError {
  return new SubmissionError("unreadable", `${path} ${what}`, "hand in the file itself");
}

function tooLarge(path: string, size: number, limit: number): SubmissionError {
  return new SubmissionError(
    "too-large",
    `${path} has ${size} bytes, and may have ${limit}`,
    "hand in what the evidence needs",
  );
}

function tooMany(folder: string): SubmissionError {
  return new SubmissionError(
    "too-large",
    `${folder || "the commit"} holds more files than anybody reads`,
    "hand in what the evidence needs",
  );
}
