/**
 * - `file`, `executable`: git modes 100644 and 100755
 * - `symlink`, `submodule`: 120000 and 160000
 * - `other`: what a folder may hold besides, such as a socket
 * - `misnamed`: whatever it is, its name is not UTF-8, and its path is escaped; see fileName
 */
export type EntryKind = "file" | "executable" | "symlink" | "submodule" | "other" | "misnamed";

const KINDS: Readonly<Record<string, EntryKind>> = {
  "100644": "file",
  "100664": "file",
  "100755": "executable",
  "120000": "symlink",
  "160000": "submodule",
};

/** What git's mode of a tree's entry says, in six octal digits. */
export const kindOfMode = (mode: string): EntryKind => KINDS[mode] ?? "other";

/** One path of a submission, as it was handed in. */
export interface Entry {
  /** Relative to the submission's folder, with forward slashes; never leads out of it. */
  path: string;
  kind: EntryKind;
  /** Bytes; 0 for what is no file. */
  size: number;
}

/** Files as they were handed in: a folder, a commit of a git repository, or a pull request's head on GitHub. */
export interface Tree {
  /** All below a folder, in the order of their paths. @param folder e.g. "v1.35/kops" */
  entries(folder: string): Promise<Entry[]>;
  /**
   * A file's bytes, of links not what they point to.
   * @param path relative to the tree's root
   * @throws SubmissionError `too-large` for more bytes than `limit`, `unreadable`
   */
  read(path: string, limit: number): Promise<Uint8Array>;
}
