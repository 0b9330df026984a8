import type { GitHub } from "./github.js";
import type { Repository } from "./repository.js";

export const CONTEXT = "karat/submission";

export interface Status {
  state: "pending" | "success" | "failure" | "error";
  /** Plain text, 140 UTF-16 units at most. */
  description: string;
}

/** Sets the bot's status of a commit, unless it is so already: a commit takes a thousand and not more. */
export async function setStatus(github: GitHub, at: Repository, sha: string, status: Status): Promise<void> {
  // The newest come first.
  const { data } = await github.rest.repos.listCommitStatusesForRef({ ...at, ref: sha, per_page: 100 });
  const last = data.find(({ context }) => context === CONTEXT);
  if (last?.state === status.state && last.description === status.description) return;
  await github.rest.repos.createCommitStatus({ ...at, sha, context: CONTEXT, ...status });
}
