import { markdownText } from "../report/markdown-text.js";

/** Draws nothing and parts what would become a reference. */
const APART = "&#8203;";

/**
 * Untrusted text as one line of GitHub's Markdown that shows just that: no markup, link, mention, HTML, emoji or
 * mathematics, and none of the references that GitHub makes itself, such as GH-1 and a commit's SHA.
 * @param limit UTF-16 units before escaping
 */
export function text(value: string, limit = 300): string {
  return (
    markdownText(value, limit)
      // Parsers of tables differ about backslashes before a bar.
      .replaceAll("\\|", "&#124;")
      // Not only at a word's beginning: an escaped underscore may stand before it.
      .replace(/GH-(?=\d)/gi, `$&${APART}`)
      .replace(/[0-9a-f]{7,}/gi, (run) => run.replace(/.{6}(?=.)/g, `$&${APART}`))
  );
}

/** The same as code: not a code span, as no escape works in one. */
export function code(value: string, limit = 200): string {
  return `<code>${text(value, limit)}</code>`;
}

/** A link of ours to an address that we made. @param label Markdown */
export function link(label: string, url: string): string {
  return `[${label}](${url})`;
}

/** A path as part of an address: nothing in it ends a link, and no dots lead to another folder. */
export function pathUrl(path: string): string {
  return path
    .replace(LONE_SURROGATE, "\ufffd")
    .split("/")
    .map((part) => (/^\.{1,2}$/.test(part) ? "%2E".repeat(part.length) : encodeURIComponent(part)))
    .join("/")
    .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** No character, so no address can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
