import type { PullKey } from "./repository.js";
import type { Verdict } from "./verdict.js";

/** What the bot remembers about pull requests, so that nothing is judged twice and no comment is written twice. */
export interface Memory {
  /** What was said of a commit, held against a commit of the base branch. */
  verdict(pull: PullKey, head: string, base: string): Promise<Verdict | undefined>;
  keepVerdict(pull: PullKey, verdict: Verdict): Promise<void>;
  /** Id of the bot's comment. */
  comment(pull: PullKey): Promise<number | undefined>;
  keepComment(pull: PullKey, id: number): Promise<void>;
}

/** A memory that knows nothing: all of it is found again on GitHub, at the cost of some requests. */
export const NO_MEMORY: Memory = {
  verdict: () => Promise.resolve(undefined),
  keepVerdict: () => Promise.resolve(),
  comment: () => Promise.resolve(undefined),
  keepComment: () => Promise.resolve(),
};
