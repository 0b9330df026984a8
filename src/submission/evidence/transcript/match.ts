import type { Place } from "../../finding.js";
import type { SubmittedFile } from "../../submission.js";
import { lineAt, placeIn, textOf } from "../text.js";

/** Something that stands in a transcript. */
export interface Seen {
  what: string;
  place: Place;
  /** Its line. */
  quote: string;
}

/** Matches of one pattern in one file at most: more say nothing new. */
const MOST = 200;
/** UTF-16 units of a file that are looked at: the longest transcript so far has 900 000. */
const LONGEST = 8 * 1024 * 1024;

/**
 * Every match of a global pattern in a file's text, by its first group or all of it.
 * @param needle what every match holds: looked for first, as that is much faster
 */
export function matches(file: SubmittedFile, pattern: RegExp, needle = ""): Seen[] {
  const text = textOf(file);
  if (!text?.includes(needle)) return [];
  const seen: Seen[] = [];
  for (const match of text.slice(0, LONGEST).matchAll(pattern)) {
    const what = match[1] ?? match[0];
    const at = match.index + match[0].lastIndexOf(what);
    seen.push({ what, place: placeIn(file.path, text, at), quote: lineAt(text, at).trim() });
    if (seen.length >= MOST) break;
  }
  return seen;
}
