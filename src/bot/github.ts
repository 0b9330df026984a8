import { App, Octokit } from "octokit";
import { version } from "../version.js";
import type { Durations } from "./durations.js";
import { endingFetch } from "./fetch.js";
import type { Log } from "./log.js";

/** GitHub's API as the bot uses it: octokit with its quick retries, and longer waits left to the queue of jobs. */
export type GitHub = Octokit;

export interface GitHubOptions {
  apiUrl: string;
  durations: Durations;
  log: Log;
  /** Ends every request. */
  stop?: AbortSignal;
}

/** Quick retries of a 5xx or a lost connection; the queue does the rest. */
const RETRIES = 2;

/** Statuses that are not retried quickly: octokit's own, and 429, which says itself how long to wait. */
const FINAL = [400, 401, 403, 404, 410, 422, 429, 451];

/** octokit's class with our limits as defaults. */
export function octokitClass({ apiUrl, durations, log, stop }: GitHubOptions): typeof Octokit {
  const limited = (kind: string) => (seconds: number, options: object) => {
    const { method, url } = options as { method?: string; url?: string };
    log.warn(`GitHub's ${kind} rate limit is reached`, { method, url, seconds });
    // A job that waits here would hold its place; the queue takes it up again in time.
    return false;
  };
  return Octokit.defaults({
    baseUrl: apiUrl,
    userAgent: `karat/${version}`,
    log: {
      debug() {},
      info() {},
      warn: (message: string) => log.warn(message),
      error: (message: string) => log.warn(message),
    },
    request: { fetch: endingFetch(durations.answer, stop) },
    retry: { retries: RETRIES, retryAfterBaseValue: durations.hiccup, doNotRetry: FINAL },
    throttle: {
      // Pauses of a second between writes are for real GitHub only.
      enabled: durations.write > 0,
      onRateLimit: limited("primary"),
      onSecondaryRateLimit: limited("secondary"),
    },
  });
}

/** A client by a token, as an Action has one. */
export function tokenClient(token: string, options: GitHubOptions): GitHub {
  return new (octokitClass(options))({ auth: token });
}

/** A client as a GitHub App, which makes clients for its installations. */
export function appClient(appId: number, privateKey: string, secret: string, options: GitHubOptions): App {
  return new App({ appId, privateKey, webhooks: { secret }, Octokit: octokitClass(options) });
}
