import { html, type Html } from "../../report/html/template.js";
import { oneLine } from "../../report/visible.js";

/** UTF-16 units of an address at most, as old browsers and proxies take them. */
const LONGEST = 2_000;

/**
 * The address of a link that somebody else wrote, as a browser would understand it.
 * @returns undefined for whatever is not plainly a page of the web: other schemes, credentials, no host
 */
export function safeUrl(written: string): string | undefined {
  if (written.length > LONGEST || !/^https?:\/\//i.test(written.trim())) return undefined;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  if (url.hostname === "" || url.username !== "" || url.password !== "") return undefined;
  return url.href;
}

/** A link that vouches for nothing and tells nobody where it was followed; mere text where it may not be one. */
export function foreignLink(written: string, label?: string): Html {
  const href = safeUrl(written);
  if (href === undefined) return html`<code class="path"><bdi>${oneLine(written, 200)}</bdi></code>`;
  const text = label ?? oneLine(written.trim().replace(/^https?:\/\/(?:www\.)?/i, ""), 120);
  return html`<a href="${href}" rel="nofollow noopener noreferrer ugc"><bdi>${text}</bdi></a>`;
}
