import { basename, dirname, join, resolve } from "node:path";
import { PRODUCT } from "../../../submission/document.js";
import { SubmissionError } from "../../../submission/error.js";
import { folderTree } from "../../../submission/folder-tree.js";
import { findSubmissions, loadSubmission } from "../../../submission/load.js";
import type { Submission } from "../../../submission/submission.js";
import { UsageError } from "../usage.js";

/**
 * The submissions that a folder of the command line is or holds.
 * @throws UsageError where there is none
 */
export async function submissionsIn(dir: string): Promise<Submission[]> {
  const root = resolve(dir);
  try {
    const tree = await folderTree(root);
    const directories = await findSubmissions(tree);
    const own = (await tree.entries("")).some(({ path }) => path === PRODUCT);
    if (own) return [await loadSubmission(tree, join(basename(dirname(root)), basename(root)), "")];
    if (directories.length === 0)
      throw new UsageError(`${dir} holds no ${PRODUCT}`, "name a folder vX.Y/PRODUCT, or one that holds some");
    return await Promise.all(directories.map((directory) => loadSubmission(tree, directory)));
  } catch (error) {
    if (error instanceof SubmissionError) throw new UsageError(error.message, error.next, { cause: error });
    throw error;
  }
}
