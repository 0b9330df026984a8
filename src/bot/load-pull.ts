import type { VerifyOptions } from "../attest/verify.js";
import { SubmissionError } from "../submission/error.js";
import { judgeHeldRecord, type HeldRecord } from "../submission/held-record.js";
import { checkLinks } from "../submission/links/check.js";
import { linksOf } from "../submission/links/links-of.js";
import { findSubmissions, loadSubmission } from "../submission/load.js";
import type { Context } from "../submission/rule.js";
import type { Submission } from "../submission/submission.js";
import type { Tree } from "../submission/tree.js";
import { baseChecklist } from "./base-checklist.js";
import { MOST_FOLDERS, productFolders } from "./folders.js";
import type { GitHub } from "./github.js";
import { githubTree } from "./github-tree.js";
import { MOST_FILES, touchedPaths, type Pull } from "./pull.js";
import type { Repository } from "./repository.js";

/** A folder of a pull request with all that its rules may know. */
export interface LoadedFolder {
  directory: string;
  /** Absent where it could not be looked at, for the reason in `unread`. */
  submission?: Submission;
  unread?: string;
  context: Context;
  /** What came of judging the record that it holds again. */
  record?: HeldRecord;
  /** What a person has to look at in it. */
  notes: readonly string[];
}

/** All that a verdict is made of. */
export interface LoadedPull {
  folders: readonly LoadedFolder[];
  /** What a person has to look at because a program cannot. */
  notes: readonly string[];
}

export interface LoadOptions {
  /** RFC 3339 date. */
  today: string;
  /** Whether links are asked for. */
  links: boolean;
  /** Judges of records. */
  verify: VerifyOptions;
}

/** Earlier submissions of the same product that are read, the newest first. */
const MOST_EARLIER = 2;

/** Reads what a pull request hands in at exactly its head, and everything else from its base branch. */
export async function loadPull(github: GitHub, at: Repository, pull: Pull, options: LoadOptions): Promise<LoadedPull> {
  const touched = await touchedPaths(github, at, pull.number);
  const directories = productFolders(touched);
  const trees = { head: githubTree(github, at, pull.head), base: githubTree(github, at, pull.base) };
  const folders: LoadedFolder[] = [];
  const notes = [...unseen(touched, directories, pull)];
  for (const directory of directories.slice(0, MOST_FOLDERS)) {
    const folder = await loadFolder(trees, directory, touched, options);
    if (folder) folders.push(folder);
    else notes.push(`${directory} is taken away: a revocation is for people.`);
  }
  return { folders, notes };
}

/** What lies beyond the limits, in words. */
function* unseen(touched: readonly string[], directories: readonly string[], pull: Pull): Generator<string> {
  if (pull.changedFiles > MOST_FILES) {
    yield `The pull request changes ${pull.changedFiles} files, of which GitHub lists the first ${MOST_FILES}; the others are not judged.`;
  } else if (touched.length < pull.changedFiles) {
    yield `GitHub lists ${touched.length} of the ${pull.changedFiles} files that the pull request changes; the others are not judged.`;
  }
  if (directories.length > MOST_FOLDERS) {
    yield `The pull request changes ${directories.length} products, of which the first ${MOST_FOLDERS} are judged.`;
  }
}

/** Undefined where a submission of the base branch is taken away. */
async function loadFolder(
  { head, base }: { head: Tree; base: Tree },
  directory: string,
  touched: readonly string[],
  options: LoadOptions,
): Promise<LoadedFolder | undefined> {
  const before = await ifThere(() => loadSubmission(base, directory));
  const { today } = options;
  try {
    const submission = await loadSubmission(head, directory);
    return {
      directory,
      submission,
      context: await contextOf(base, submission, { today, touched, ...(before && { base: before }) }, options),
      ...(await judgedRecord(submission, options.verify)),
    };
  } catch (error) {
    if (!(error instanceof SubmissionError)) throw error;
    if (error.code === "not-found" && before !== undefined) return undefined;
    return { directory, unread: error.message, context: { today, touched }, notes: [] };
  }
}

async function contextOf(base: Tree, submission: Submission, known: Context, { links }: LoadOptions): Promise<Context> {
  const checklist = submission.minor === undefined ? undefined : await baseChecklist(base, submission.minor);
  return {
    ...known,
    others: await earlier(base, submission),
    ...(checklist && { checklist }),
    ...(links && { links: await checkLinks(linksOf(submission)) }),
  };
}

/** A record that cannot be judged proves nothing, and is told of. */
async function judgedRecord(
  submission: Submission,
  options: VerifyOptions,
): Promise<Pick<LoadedFolder, "record" | "notes">> {
  const record = await judgeHeldRecord(submission, options);
  if (!record) return { notes: [] };
  const notes = [...amiss(record), ...record.contradictions].map((one) => `${submission.directory}: ${one}.`);
  return { record, notes };
}

function amiss({ outcome, why = "" }: HeldRecord): string[] {
  if (outcome === "same") return [];
  if (outcome === "unreadable") return [`the record that it holds cannot be judged: ${why}`];
  return [`the record that it holds does not verify: ${outcome}`];
}

/** The same product in other minors, as the base branch has it. */
async function earlier(base: Tree, { directory, product }: Submission): Promise<Submission[]> {
  const all = (await ifThere(() => findSubmissions(base))) ?? [];
  const same = all.filter((one) => one !== directory && one.endsWith(`/${product}`) && one.split("/").length === 2);
  const newest = same.sort((one, other) => other.localeCompare(one, "en", { numeric: true })).slice(0, MOST_EARLIER);
  const loaded: Submission[] = [];
  for (const one of newest) {
    const submission = await ifThere(() => loadSubmission(base, one));
    if (submission) loaded.push(submission);
  }
  return loaded;
}

/** What of the base branch cannot be read is not there to compare with. */
async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SubmissionError) return undefined;
    throw error;
  }
}
