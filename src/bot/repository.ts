/** A repository as GitHub's API wants it. */
export interface Repository {
  owner: string;
  repo: string;
}

/** A pull request; its repository's number stays when that is renamed. */
export interface PullKey {
  repositoryId: number;
  number: number;
}

/** "owner/repo" as two. */
export function repositoryOf(fullName: string): Repository {
  const [owner = "", repo = ""] = fullName.split("/");
  return { owner, repo };
}
