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

/** PRODUCT.yaml with the findings' edits; undefined where they change nothing, or it was not read as the text that it is. */
export function mended({ document, files }: Submission, findings: readonly Finding[]): string | undefined {
  const bytes = files.get(PRODUCT)?.bytes;
  if (!bytes || !isUtf8(bytes) || bytes.length !== Buffer.byteLength(document.text)) return undefined;
  const edits = findings.flatMap(({ edit, place }) => (edit && place.file === PRODUCT ? [edit] : []));
  const text = edited(document.text, edits);
  return text === document.text ? undefined : text;
}
