import { createHash } from "node:crypto";

/** Content of a file by its path; a file with another mode, or a submodule, says so. */
export type Files = Readonly<Record<string, string | Uint8Array | { mode: string; content: string | Uint8Array }>>;

export interface TreeEntry {
  path: string;
  mode: string;
  type: "blob" | "tree" | "commit";
  sha: string;
  size?: number;
}

/** git objects by their names, as git itself would name them. */
export interface Objects {
  blobs: Map<string, Buffer>;
  /** Entries of one folder. */
  trees: Map<string, TreeEntry[]>;
  /** Root trees by commit. */
  commits: Map<string, string>;
  /** Puts files down as a commit. @returns its SHA */
  commit(files: Files): string;
  /** All files of a commit by path, as SHAs. */
  filesOf(commit: string): Map<string, string>;
}

export function makeObjects(): Objects {
  const blobs = new Map<string, Buffer>();
  const trees = new Map<string, TreeEntry[]>();
  const commits = new Map<string, string>();

  const blob = (content: string | Uint8Array): TreeEntry => {
    const bytes = Buffer.from(content);
    const sha = hash("blob", bytes);
    blobs.set(sha, bytes);
    return { path: "", mode: "100644", type: "blob", sha, size: bytes.length };
  };

  const entry = (file: Files[string]): TreeEntry => {
    if (typeof file === "string" || file instanceof Uint8Array) return blob(file);
    if (file.mode !== "160000") return { ...blob(file.content), mode: file.mode };
    return { path: "", mode: file.mode, type: "commit", sha: hash("commit", Buffer.from(file.content)) };
  };

  const tree = (files: Files): string => {
    const folders = new Map<string, Record<string, Files[string]>>();
    const entries: TreeEntry[] = [];
    for (const [path, file] of Object.entries(files)) {
      const [first = "", ...rest] = path.split("/");
      if (rest.length === 0) entries.push({ ...entry(file), path: first });
      else folders.set(first, { ...folders.get(first), [rest.join("/")]: file });
    }
    for (const [path, below] of folders) entries.push({ path, mode: "040000", type: "tree", sha: tree(below) });
    // git orders folders as if their names ended in a slash.
    entries.sort((one, other) => Buffer.compare(orderOf(one), orderOf(other)));
    const bytes = entries.map(({ mode, path, sha }) =>
      Buffer.concat([Buffer.from(`${mode.replace(/^0/, "")} ${path}\0`), Buffer.from(sha, "hex")]),
    );
    const sha = hash("tree", Buffer.concat(bytes));
    trees.set(sha, entries);
    return sha;
  };

  return {
    blobs,
    trees,
    commits,
    commit(files) {
      const root = tree(files);
      const sha = hash("commit", Buffer.from(`tree ${root}\n\n${commits.size}\n`));
      commits.set(sha, root);
      return sha;
    },
    filesOf: (commit) => new Map(flat(trees, commits.get(commit) ?? "").map(({ path, sha }) => [path, sha])),
  };
}

/** Everything below a tree but folders. */
export function flat(trees: Objects["trees"], root: string, prefix = ""): TreeEntry[] {
  return (trees.get(root) ?? []).flatMap((entry) =>
    entry.type === "tree"
      ? flat(trees, entry.sha, `${prefix}${entry.path}/`)
      : [{ ...entry, path: `${prefix}${entry.path}` }],
  );
}

function orderOf({ path, type }: TreeEntry): Buffer {
  return Buffer.from(type === "tree" ? `${path}/` : path);
}

function hash(kind: string, bytes: Buffer): string {
  return createHash("sha1").update(`${kind} ${bytes.length}\0`).update(bytes).digest("hex");
}
