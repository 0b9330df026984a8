import type { GitHub } from "./github.js";
import type { Repository } from "./repository.js";
import { isGone } from "./trouble.js";

/** A pull request as far as a verdict needs it; title and body are nobody's evidence and are not kept. */
export interface Pull {
  number: number;
  open: boolean;
  /** SHA of the commit that is asked to be merged. */
  head: string;
  /** Branch that it goes to, and that branch's present commit. */
  baseRef: string;
  base: string;
  /** Of the repository that it goes to, e.g. "https://github.com/cncf/k8s-ai-conformance". */
  pageUrl: string;
  /** As GitHub counts them; more than it lists. */
  changedFiles: number;
}

/** GitHub lists no more files of a pull request: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
export const MOST_FILES = 3_000;

/** As GitHub has it now. Undefined where there is no such pull request. */
export async function readPull(github: GitHub, at: Repository, number: number): Promise<Pull | undefined> {
  try {
    const { data } = await github.rest.pulls.get({ ...at, pull_number: number });
    const { head, base, state, changed_files: changedFiles } = data;
    // `base.sha` is of the last push to the pull request; checklists come from the branch as it is now.
    const { data: ref } = await github.rest.git.getRef({ ...at, ref: `heads/${base.ref}` });
    return {
      number,
      open: state === "open",
      head: head.sha,
      baseRef: base.ref,
      base: ref.object.sha,
      pageUrl: base.repo.html_url,
      changedFiles,
    };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The commit that is asked to be merged now; undefined where nothing is, any more. */
export async function presentHead(github: GitHub, at: Repository, number: number): Promise<string | undefined> {
  try {
    const { data } = await github.rest.pulls.get({ ...at, pull_number: number });
    return data.state === "open" ? data.head.sha : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Paths that a pull request adds, changes, removes or renames, MOST_FILES of them at most. */
export async function touchedPaths(github: GitHub, at: Repository, number: number): Promise<string[]> {
  const paths = new Set<string>();
  let seen = 0;
  const pages = github.paginate.iterator(github.rest.pulls.listFiles, { ...at, pull_number: number, per_page: 100 });
  for await (const { data } of pages) {
    for (const { filename, previous_filename: previous } of data) {
      paths.add(filename);
      if (previous !== undefined) paths.add(previous);
    }
    seen += data.length;
    if (seen >= MOST_FILES) break;
  }
  return [...paths].sort();
}
