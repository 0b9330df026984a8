import { SubmissionError } from "../error.js";
import { folderTree } from "../folder-tree.js";
import { foldersOf } from "../folders.js";
import { loadSubmission } from "../load.js";
import type { Submission } from "../submission.js";
import type { SiteData } from "./model.js";

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
  const directories = await foldersOf(dir);
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
