import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { SubmissionError } from "./error.js";
import { fileName } from "./file-name.js";
import type { Tree } from "./tree.js";

/** Folders of submissions that are looked at: ten times what the programme had after its first year. */
const MOST = 2_000;

/**
 * Folders vX.Y/PRODUCT of a repository's folder, whatever is in them, in the order of their names; links too, so that
 * somebody tells of them. Nothing else of it is looked at, so that it may be any folder.
 * @throws SubmissionError `too-large` for more than anybody has
 */
export async function foldersOf(dir: string): Promise<string[]> {
  const minors = (await foldersIn(dir)).filter((name) => /^v\d{1,3}\.\d{1,3}$/.test(name));
  const all = [];
  for (const minor of minors) {
    all.push(...(await foldersIn(join(dir, minor), "links too")).map((product) => `${minor}/${product}`));
  }
  return few(all, dir);
}

/** The same of a commit. @param name of it, for messages */
export async function foldersOfTree(tree: Tree, name: string): Promise<string[]> {
  const found = (await tree.entries("")).flatMap(({ path, kind }) => {
    const [, folder, below] = /^(v\d{1,3}\.\d{1,3}\/[^/]+)(\/)?/.exec(path) ?? [];
    const isFolder = below !== undefined || kind === "symlink" || kind === "submodule";
    return folder !== undefined && isFolder ? [folder] : [];
  });
  return few([...new Set(found)].sort(), name);
}

function few(folders: string[], where: string): string[] {
  if (folders.length <= MOST) return folders;
  const message = `${where} holds ${folders.length} submissions, and ${MOST} are looked at`;
  throw new SubmissionError("too-large", message, "name some of them");
}

async function foldersIn(dir: string, links?: "links too"): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true, encoding: "buffer" });
  return entries
    .filter((entry) => entry.isDirectory() || (links !== undefined && entry.isSymbolicLink()))
    .map(({ name }) => fileName(name).text)
    .sort();
}
