import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PRODUCT } from "../../../submission/document.js";
import { SubmissionError } from "../../../submission/error.js";
import { mended, notMendable } from "../../../submission/fix.js";
import type { Outcome } from "../../../submission/output/outcome.js";
import type { Given } from "./gather.js";

/**
 * Writes what the findings' edits mend, each file whole or not at all.
 * @returns the files that were written, as they are shown
 * @throws SubmissionError
 */
export function writeFixes({ checked }: Outcome, { gathered }: Given): string[] {
  return checked.flatMap(({ submission, findings, shown }) => {
    const folder = gathered.find((each) => each.submission === submission)?.folder;
    const text = mended(submission, findings);
    if (folder === undefined || text === undefined) return [];
    replace(join(folder, PRODUCT), text);
    return [join(shown, PRODUCT)];
  });
}

/** Files in which something was found that nothing may be written into, and why. */
export function unmendable({ checked }: Outcome): { path: string; why: string }[] {
  return checked.flatMap(({ submission, findings, shown }) => {
    const why = notMendable(submission);
    return why === undefined || findings.length === 0 ? [] : [{ path: join(shown, PRODUCT), why }];
  });
}

function replace(path: string, text: string): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text, { mode: statSync(path).mode, flag: "wx" });
    renameSync(partial, path);
  } catch (cause) {
    // One of this name may be somebody else's.
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") rmSync(partial, { force: true });
    const next = "look at the folder's permissions and the disk, or leave --fix out";
    throw new SubmissionError("unreadable", `${path} cannot be written`, next, { cause });
  }
}
