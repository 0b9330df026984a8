/** How long the bot waits for what, in milliseconds, each with its reason. */
export interface Durations {
  /** An answer of GitHub with its body: the largest blobs take seconds, and a silent server must not hold a job. */
  answer: number;
  /** First wait after a job failed; it doubles. */
  retryFirst: number;
  /** Longest wait between tries, unless GitHub asks for more. */
  retryMost: number;
  /** Base of octokit's own quick retries of 5xx: 1, 4 of these. */
  hiccup: number;
  /** Between two looks for due jobs where no event wakes the worker: another bot's, or one that waited. */
  look: number;
  /** A job belongs to a living bot this long after its last sign of life. */
  lease: number;
  /** Running jobs may finish this long after the signal to stop; what is left is done at the next start. */
  finish: number;
  /** Deliveries are remembered: GitHub redelivers up to three days back. */
  remember: number;
  /** Between two writes, as GitHub asks of its clients, see its "Best practices for using the REST API". */
  write: number;
}

export const DURATIONS: Durations = {
  answer: 30_000,
  retryFirst: 5_000,
  retryMost: 10 * 60_000,
  hiccup: 1_000,
  look: 5_000,
  lease: 60_000,
  finish: 20_000,
  remember: 14 * 24 * 3_600_000,
  write: 1_000,
};

/** Tries to judge a pull request before its status says that it could not be. Some 45 minutes. */
export const TRIES = 10;

/** Tries to say so before the bot gives up on a pull request until its next event. A day. */
export const LAST_TRIES = 150;
