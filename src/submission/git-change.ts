import { SubmissionError } from "./error.js";
import { fileName } from "./file-name.js";
import { git, GitError } from "./git.js";
import { commitOf, gitTree, type GitTree } from "./git-tree.js";

/** What a branch changes since it left another one. */
export interface Change {
  /** The commit that both have last. */
  before: GitTree;
  /** Paths that are not as they were, relative to the repository's root; of what was renamed the old one too. */
  touched: readonly string[];
}

/**
 * What a pull request of one commit to a branch would change.
 * @param base branch, tag or SHA that it would go to
 * @throws SubmissionError
 */
export async function changeSince(repository: string, base: string, { commit }: GitTree): Promise<Change> {
  const common = await mergeBase(repository, base, commit);
  const diff = ["diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-relative", common, commit];
  const paths = (await git(repository, diff, "latin1")).split("\0").filter((path) => path !== "");
  return {
    before: await gitTree(repository, common),
    touched: paths.map((path) => fileName(Buffer.from(path, "latin1")).text),
  };
}

async function mergeBase(repository: string, base: string, commit: string): Promise<string> {
  const other = await commitOf(repository, base);
  try {
    return (await git(repository, ["merge-base", other, commit])).trim();
  } catch (error) {
    // All that it says of histories that never met.
    if (!(error instanceof GitError) || error.exit !== 1) throw error;
    const next = "name the branch that it goes to; of a shallow clone fetch the history: `git fetch --unshallow`";
    throw new SubmissionError("not-found", `${base} has no commit in common with ${commit}`, next);
  }
}
