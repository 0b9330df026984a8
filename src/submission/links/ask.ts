import { STATUS_CODES } from "node:http";
import { request, type Dispatcher } from "undici";
import { version } from "../../version.js";
import type { LinkAnswer } from "../rule.js";
import type { AddressPolicy } from "./addresses.js";
import { allowed, Forbidden } from "./target.js";

/** Hops from a link to a page at most. */
const REDIRECTS = 5;
const REDIRECTING: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Answers by which a page is gone for anybody (RFC 9110, 15.5.5 and 15.5.11). */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/** Who asks, so that a site's owner can let it through or shut it out. */
const HEADERS = {
  "user-agent": `karat/${version} (checks the links of Kubernetes AI conformance submissions)`,
  accept: "text/html,application/xhtml+xml,*/*;q=0.8",
  "accept-language": "en;q=0.9,*;q=0.5",
};

export interface Asker {
  dispatcher: Dispatcher;
  policy: AddressPolicy;
  signal: AbortSignal;
}

/** What was answered, and for how long the server wants to be left alone: milliseconds. */
export interface Answered extends LinkAnswer {
  retryAfter?: number;
  /** Whether it was the name that could not be looked up. */
  noHost?: boolean;
}

/**
 * Asks whether a page is there: by HEAD, and by GET where that is answered with an error, as many servers know GET
 * only. No body is read.
 */
export async function ask(link: string, asker: Asker): Promise<Answered> {
  try {
    const answer = await follow(new URL(link), "HEAD", asker);
    const again = answer.status >= 400 && answer.status !== 429;
    return answerOf(link, again ? await follow(new URL(link), "GET", asker) : answer);
  } catch (error) {
    return failed(error);
  }
}

interface Response {
  status: number;
  url: URL;
  retryAfter: string | undefined;
}

/** Follows redirects itself: each of them could lead to an address that nobody may ask. */
async function follow(from: URL, method: "HEAD" | "GET", { dispatcher, policy, signal }: Asker): Promise<Response> {
  let url = from;
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    allowed(url, policy);
    url.hash = "";
    const { statusCode, headers, body } = await request(url, { method, headers: HEADERS, dispatcher, signal });
    body.on("error", () => undefined).destroy();
    const { location } = headers;
    if (!REDIRECTING.has(statusCode) || typeof location !== "string")
      return { status: statusCode, url, retryAfter: first(headers["retry-after"]) };
    url = new URL(location, url);
  }
  throw new Error(`it redirects more than ${REDIRECTS} times`);
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function answerOf(link: string, { status, url, retryAfter }: Response): Answered {
  const why = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  const asked = new URL(link);
  asked.hash = "";
  const elsewhere = url.href === asked.href ? {} : { leadsTo: url.href };
  if (status < 400) return { state: "ok", why, ...elsewhere };
  if (GONE.has(status)) return { state: "broken", why, ...elsewhere };
  const wait = retryAfter === undefined ? undefined : milliseconds(retryAfter);
  return { state: "unchecked", why, ...elsewhere, ...(wait === undefined ? {} : { retryAfter: wait }) };
}

/** Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
function milliseconds(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function failed(error: unknown): Answered {
  const { code = "", message = "" } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (error instanceof Forbidden) return { state: "forbidden", why: error.message };
  if (code === "ENOTFOUND") return { state: "broken", why: "the host does not exist", noHost: true };
  if (code === "ERR_INVALID_URL") return { state: "broken", why: "it leads to something that is no URL" };
  const late = /TIMEOUT|ABORT/i.test(code) || (error instanceof Error && /^(?:Timeout|Abort)Error$/.test(error.name));
  return { state: "unchecked", why: late ? "no answer in time" : message.split("\n")[0] || "it could not be asked" };
}
