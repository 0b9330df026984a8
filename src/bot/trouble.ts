import { RequestError } from "octokit";
import { BotError } from "./error.js";

/** What GitHub answers when it will later: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
const LATER: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** Seconds to wait at most when told so: an hour is a whole primary limit. */
const LONGEST = 3_600;

/** Seconds of a secondary limit that says nothing, as GitHub's guide has them. */
const SECONDARY = 60;

/**
 * What an error of GitHub's API means for a job: `later` or `refused`. All else is returned as it is.
 * @param now milliseconds since the epoch
 */
export function troubleOf(error: unknown, now: number): unknown {
  if (!(error instanceof RequestError)) return error;
  const { status, cause } = error;
  // Thrown within a request, which octokit wraps.
  if (cause instanceof BotError) return cause;
  const about = `${error.request.method} ${pathOf(error.request.url)}`;
  const limited = isRateLimit(error);
  if (status >= 500 || limited || LATER.has(status)) {
    const what = limited ? `GitHub's rate limit is reached (${status})` : said(error);
    const wait = waitOf(error, limited, now);
    return new BotError("later", `${what}: ${about}`, "nothing: it is tried again", { cause: cause ?? error, wait });
  }
  const next =
    status === 401
      ? "look at the App's id and private key, or the token"
      : "look at the permissions and at docs/bot.md";
  return new BotError("refused", `GitHub answers ${status} to ${about}`, next, { cause: error });
}

/** Whether GitHub says that there is no such thing, or that it is gone. */
export function isGone(error: unknown): boolean {
  return error instanceof RequestError && (error.status === 404 || error.status === 410);
}

/** octokit calls a lost connection and silence 500 too, without an answer. */
function said({ status, response, message }: RequestError): string {
  return response ? `GitHub answers ${status}` : `GitHub does not answer (${message})`;
}

function isRateLimit({ status, response, message }: RequestError): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const headers = response?.headers ?? {};
  return (
    headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"] === "0" || /rate limit/i.test(message)
  );
}

function waitOf({ response }: RequestError, limited: boolean, now: number): number {
  const headers = response?.headers ?? {};
  const asked = Number(headers["retry-after"]);
  if (asked > 0) return Math.min(asked, LONGEST);
  if (!limited) return 0;
  const reset = Number(headers["x-ratelimit-reset"]) - now / 1000;
  if (headers["x-ratelimit-remaining"] !== "0" || Number.isNaN(reset)) return SECONDARY;
  return Math.min(Math.max(Math.ceil(reset), 0) + 1, LONGEST);
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** What an error says, in one string. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
