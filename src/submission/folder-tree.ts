import { constants, type Dirent } from "node:fs";
import { lstat, open, readdir, realpath } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { SubmissionError } from "./error.js";
import { fileName, isEscapedName } from "./file-name.js";
import { LIMITS } from "./limits.js";
import type { Entry, EntryKind, Tree } from "./tree.js";

/** The submissions of a folder on this machine. What a link points to is never looked at. @throws SubmissionError */
export async function folderTree(root: string): Promise<Tree> {
  const base = await realpath(root).catch((error: unknown) => {
    throw refused(error, root);
  });
  return {
    entries: (folder) => entries(base, folder),
    read: (path, limit) => read(base, path, limit),
  };
}

async function entries(base: string, folder: string): Promise<Entry[]> {
  const found: Entry[] = [];
  const add = (path: string, kind: EntryKind, size = 0): void => {
    const entry = { path: slashes(relative(join(base, folder), path)), kind, size };
    if (found.push(entry) > LIMITS.listed) throw tooMany(folder);
  };
  const left = [await inside(base, folder)];
  let folders = 0;
  for (let dir = left.pop(); dir !== undefined; dir = left.pop()) {
    if (++folders > LIMITS.listed) throw tooMany(folder);
    const items = await readdir(dir, { withFileTypes: true, encoding: "buffer" }).catch((error: unknown) => {
      throw refused(error, folder);
    });
    for (const item of items) {
      const name = fileName(item.name);
      const path = join(dir, name.text);
      if (!name.isUtf8) {
        add(path, "misnamed");
        continue;
      }
      if (item.isDirectory()) {
        // Of a repository that is checked out.
        if (name.text !== ".git") left.push(path);
        continue;
      }
      const { size, mode } = await lstat(path).catch((error: unknown) => {
        throw refused(error, slashes(relative(base, path)));
      });
      const kind = kindOf(item, mode);
      add(path, kind, isPlain(kind) ? size : 0);
    }
  }
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

const isPlain = (kind: EntryKind): boolean => kind === "file" || kind === "executable";

function kindOf(item: Dirent<Buffer>, mode: number): EntryKind {
  if (item.isSymbolicLink()) return "symlink";
  if (!item.isFile()) return "other";
  return mode & 0o111 ? "executable" : "file";
}

/** A path below the root as the system knows it: a link on the way would lead out of it as ".." does. */
async function inside(base: string, path: string): Promise<string> {
  const whole = resolve(join(base, path));
  if (whole !== base && !whole.startsWith(base.endsWith(sep) ? base : base + sep)) {
    throw new SubmissionError("unreadable", `${path} leads out of the folder`, "name a file of the submission");
  }
  const real = await realpath(whole).catch((error: unknown) => {
    throw refused(error, path);
  });
  if (real === whole) return real;
  throw new SubmissionError("unreadable", `${path} is a link`, "hand in the file itself, or the folder");
}

async function read(base: string, path: string, limit: number): Promise<Uint8Array> {
  const real = await inside(base, path);
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw refused(error, path);
    },
  );
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new SubmissionError("unreadable", `${path} is no plain file`, "hand in a file");
    if (stat.size > limit) throw tooLarge(path, stat.size, limit);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function tooLarge(path: string, size: number, limit: number): SubmissionError {
  const message = `${path} has ${size} bytes, and may have ${limit}`;
  return new SubmissionError("too-large", message, "hand in what the evidence needs");
}

function tooMany(folder: string): SubmissionError {
  const message = `${folder} holds more than ${LIMITS.listed} files`;
  return new SubmissionError("too-large", message, "name the folder of a submission, such as v1.37/PRODUCT");
}

function refused(cause: unknown, path: string): SubmissionError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT" && isEscapedName(path)) {
    return new SubmissionError("unreadable", `${path} has a name that is not UTF-8`, "rename it");
  }
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new SubmissionError("not-found", `${path}: there is no such folder or file`, "name one that is there");
  }
  return new SubmissionError("unreadable", `${path} cannot be read: ${message}`, "look at its permissions", { cause });
}

const slashes = (path: string): string => (sep === "/" ? path : path.replaceAll(sep, "/"));
