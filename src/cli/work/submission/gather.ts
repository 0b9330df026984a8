import { existsSync, lstatSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { PRODUCT } from "../../../submission/document.js";
import { SubmissionError } from "../../../submission/error.js";
import { folderTree } from "../../../submission/folder-tree.js";
import { foldersOf, foldersOfTree } from "../../../submission/folders.js";
import { changeSince, type Change } from "../../../submission/git-change.js";
import { gitTree } from "../../../submission/git-tree.js";
import { findSubmissions, loadSubmission } from "../../../submission/load.js";
import type { Submission } from "../../../submission/submission.js";
import type { Tree } from "../../../submission/tree.js";
import { UsageError } from "../usage.js";

/** A submission that was named, and where it lies. */
export interface Gathered {
  submission: Submission;
  /** As a person finds it, e.g. relative to the working directory. */
  shown: string;
  /** Relative to the repository's root, with forward slashes. */
  path: string;
  /** Folder on this machine; absent for a commit's. */
  folder?: string;
  /** As it was before the change that is asked about; absent for a new one. */
  base?: Submission;
}

/** What the command line names, and what lies beside it. */
export interface Given {
  gathered: Gathered[];
  /** All submissions of the same places, the named ones among them. */
  all: Submission[];
  /** What the change touches that is asked about, if one is. */
  touched?: readonly string[];
  unread: { path: string; why: string }[];
}

const MINOR = /^v\d+\.\d+$/;

/** @throws UsageError for a folder that neither is nor holds a submission */
export async function gatherFolders(dirs: readonly string[]): Promise<Given> {
  const given: Given = { gathered: [], all: [], unread: [] };
  const wanted = new Map<string, Set<string>>();
  for (const dir of dirs) {
    const { root, folders } = await foldersIn(dir);
    wanted.set(root, new Set([...(wanted.get(root) ?? []), ...folders]));
  }
  for (const [root, folders] of wanted) {
    const tree = await usable(folderTree(root));
    const top = repositoryRoot(root);
    const beside = MINOR.test(basename(dirname(join(root, [...folders][0] ?? "")))) ? await foldersOf(root) : [];
    await load(given, tree, new Set([...folders, ...beside]), folders, (directory) => {
      const folder = join(root, directory);
      return { folder, shown: shownAs(folder), path: slashes(relative(top, folder)) };
    });
  }
  return given;
}

/** What of a commit is asked for. */
export interface Asked {
  repository: string;
  ref: string;
  /** Where it is to go: only what it changes since it left there is asked for then. */
  base: string | undefined;
}

/** @throws SubmissionError, UsageError */
export async function gatherCommit({ repository, ref, base }: Asked, dirs: readonly string[]): Promise<Given> {
  const given: Given = { gathered: [], all: [], unread: [] };
  const tree = await usable(gitTree(repository, ref));
  const change = base === undefined ? undefined : await usable(changeSince(repository, base, tree));
  try {
    const all = new Set([...(await foldersOfTree(tree, ref)), ...(await findSubmissions(tree))]);
    const named = dirs.map((dir) => slashes(join(dir)).replace(/\/$/, ""));
    const isWanted = (folder: string) =>
      (named.length === 0 || named.some((dir) => dir === "." || isIn(folder, dir))) &&
      (change === undefined || change.touched.some((path) => isIn(path, folder)));
    const wanted = new Set([...all].filter(isWanted));
    const gone = change
      ? (await foldersOfTree(change.before, ref)).filter((each) => isWanted(each) && !all.has(each))
      : [];
    if (wanted.size + gone.length === 0) {
      const none = `no submission ${dirs.join(", ")}`.trimEnd();
      const what = base === undefined ? `holds ${none}` : `changes ${none} since ${base}`;
      throw new UsageError(`${ref} ${what}`, "name paths such as v1.37/PRODUCT");
    }
    await load(given, tree, all, wanted, (path) => ({ path, shown: `${ref}:${path}` }));
    given.unread.push(...gone.map((path) => ({ path, why: "it is taken away: a revocation is for people" })));
    if (change) await compare(given, change);
  } finally {
    tree.close();
    change?.before.close();
  }
  return given;
}

/** Adds what was before. */
async function compare(given: Given, { before, touched }: Change): Promise<void> {
  given.touched = touched;
  const there = new Set(await findSubmissions(before));
  for (const each of given.gathered) if (there.has(each.path)) each.base = await loadSubmission(before, each.path);
}

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The root of a folder's repository as the programme lays it out, and the submissions below the folder. */
async function foldersIn(dir: string): Promise<{ root: string; folders: string[] }> {
  const folder = resolve(dir);
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${dir}`, "name one that is there");
  if (!statSync(folder).isDirectory()) throw new UsageError(`${dir} is no folder`, "name the folder that it lies in");
  const [product, minor] = [basename(folder), basename(dirname(folder))];
  await usable(folderTree(folder));
  // In a repository's root it is a stray; in a product's folder other folders are.
  if (hasProduct(folder) && (MINOR.test(minor) || (await foldersOf(folder)).length === 0)) {
    return { root: dirname(dirname(folder)), folders: [`${minor}/${product}`] };
  }
  const root = MINOR.test(product) ? dirname(folder) : folder;
  const folders = (await foldersOf(root)).filter((each) => root === folder || each.startsWith(`${product}/`));
  if (folders.length > 0) return { root, folders };
  throw new UsageError(`${dir} holds no ${PRODUCT}`, "name a folder vX.Y/PRODUCT, or one that holds some");
}

/** Also a link of that name is one, if not a good one. */
function hasProduct(folder: string): boolean {
  return lstatSync(join(folder, PRODUCT), { throwIfNoEntry: false }) !== undefined;
}

async function load(
  given: Given,
  tree: Tree,
  all: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  place: (directory: string) => Omit<Gathered, "submission">,
): Promise<void> {
  for (const directory of [...all].sort()) {
    try {
      const submission = await loadSubmission(tree, directory);
      given.all.push(submission);
      if (wanted.has(directory)) given.gathered.push({ submission, ...place(directory) });
    } catch (error) {
      if (!(error instanceof SubmissionError)) throw error;
      if (wanted.has(directory)) given.unread.push({ path: place(directory).path, why: error.message });
    }
  }
}

/** What is not there is the command line's fault. */
async function usable<T>(opened: Promise<T>): Promise<T> {
  return opened.catch((error: unknown) => {
    if (!(error instanceof SubmissionError)) throw error;
    throw new UsageError(error.message, error.next, { cause: error });
  });
}

/** The folder around another that git keeps; itself where there is none. */
function repositoryRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** As a person would name it from here. */
function shownAs(folder: string): string {
  const near = relative(process.cwd(), folder);
  return near.startsWith("..") ? folder : near;
}

const slashes = (path: string): string => path.split(sep).join("/");
