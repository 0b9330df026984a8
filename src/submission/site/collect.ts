import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { SubmissionError } from "../error.js";
import { folderTree } from "../folder-tree.js";
import { loadSubmission } from "../load.js";
import type { Submission } from "../submission.js";
import type { SiteData } from "./model.js";

/** Folders of submissions that are looked at: ten times what the programme had after its first year. */
const MOST = 2_000;

/** The submissions of a repository's folder. What can be read of none of them is told beside them. */
export interface Collected {
  submissions: Submission[];
  unread: SiteData["unread"];
}

/**
 * Reads all of vX.Y/PRODUCT below a folder, in the order of their names.
 * @throws SubmissionError `not-found` where there is none, `too-large` for more than anybody has
 */
export async function collect(dir: string): Promise<Collected> {
  const tree = await folderTree(dir);
  const directories = await directoriesOf(dir);
  const [submissions, unread]: [Submission[], SiteData["unread"]] = [[], []];
  for (const directory of directories) {
    try {
      submissions.push(await loadSubmission(tree, directory));
    } catch (error) {
      if (!(error instanceof SubmissionError)) throw error;
      unread.push({ directory, why: error.message });
    }
  }
  if (submissions.length === 0) {
    throw new SubmissionError(
      "not-found",
      `${dir} holds no submission`,
      "name the folder that holds vX.Y/PRODUCT, such as a clone of github.com/cncf/k8s-ai-conformance",
    );
  }
  return { submissions, unread };
}

async function directoriesOf(dir: string): Promise<string[]> {
  const minors = (await foldersIn(dir)).filter((name) => /^v\d{1,3}\.\d{1,3}$/.test(name));
  const all = [];
  for (const minor of minors) all.push(...(await foldersIn(join(dir, minor))).map((product) => `${minor}/${product}`));
  if (all.length <= MOST) return all;
  throw new SubmissionError(
    "too-large",
    `${dir} holds ${all.length} submissions, and ${MOST} are looked at`,
    "split it",
  );
}

async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
