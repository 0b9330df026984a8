import { isUtf8 } from "node:buffer";
import { PRODUCT } from "./document.js";
import type { Edit, Finding } from "./finding.js";
import type { Submission } from "./submission.js";

/**
 * A text with edits; those that insert at one place in their order. Of two that overlap the first is made and the other
 * left: what is left is found again afterwards.
 */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { range, text: by } of edits.toSorted(({ range: a }, { range: b }) => a[0] - b[0] || a[1] - b[1])) {
    const [start, end] = range;
    if (start < at || end < start || end > text.length) continue;
    result += text.slice(at, start) + by;
    at = end;
  }
  return result + text.slice(at);
}

/** Why PRODUCT.yaml cannot be edited without losing something of it; undefined where it can. */
export function notMendable({ document, files }: Submission): string | undefined {
  const bytes = files.get(PRODUCT)?.bytes;
  if (!bytes) return "it is no plain file, or larger than one may be";
  if (!isUtf8(bytes)) return "it is not UTF-8, and what is not would be lost; save it as UTF-8 first";
  return bytes.length === Buffer.byteLength(document.text) ? undefined : "it is too long to be read as a document";
}

/** PRODUCT.yaml with the findings' edits; undefined where they change nothing, or it is not mendable. */
export function mended(submission: Submission, findings: readonly Finding[]): string | undefined {
  if (notMendable(submission) !== undefined) return undefined;
  const { text: before } = submission.document;
  const edits = findings.flatMap(({ edit, place }) => (edit && place.file === PRODUCT ? [edit] : []));
  const text = edited(before, edits);
  return text === before ? undefined : text;
}
