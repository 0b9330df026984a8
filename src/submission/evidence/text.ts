import type { Place } from "../finding.js";
import { once } from "../once.js";
import type { SubmittedFile } from "../submission.js";

/** A file's text; undefined for what is none: a link, a binary, or more than any file may have. */
export const textOf = once((file: SubmittedFile): string | undefined => {
  if (!file.bytes || file.bytes.includes(0)) return undefined;
  const text = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength).toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
});

/** Where an offset of a file's text stands. */
export function placeIn(path: string, text: string, start: number): Place {
  let line = 1;
  let begin = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < start; next = text.indexOf("\n", next + 1)) {
    line++;
    begin = next + 1;
  }
  return { file: path, line, column: start - begin + 1 };
}

/** The line that an offset stands in, without its end. */
export function lineAt(text: string, offset: number): string {
  const begin = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(begin, end < 0 ? undefined : end);
}
