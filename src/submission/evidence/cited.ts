import type { Claim, Located } from "../document.js";
import { once } from "../once.js";
import type { Submission, SubmittedFile } from "../submission.js";
import { referenceOf, type Reference } from "./reference.js";

/** One entry of `evidence`, read. */
export interface Cited {
  claim: Claim;
  entry: Located<string>;
  reference: Reference;
  /** The file that it refers to, where that is one of the submission's. */
  file?: SubmittedFile;
}

/** All evidence that a submission cites, in the file's order; blank entries are left out. */
export const citedBy = once((submission: Submission): readonly Cited[] =>
  submission.document.claims.flatMap((claim) =>
    claim.evidence.flatMap((entry) => {
      const reference = referenceOf(entry.value, submission);
      if (reference.kind === "none") return [];
      const path = reference.kind === "url" ? ownPath(reference.url, submission) : pathOf(reference);
      const found = path === undefined ? undefined : submission.files.get(path);
      return [{ claim, entry, reference, ...(isFile(found) ? { file: found } : {}) }];
    }),
  ),
);

/** What one requirement cites. */
export function citedFor(submission: Submission, claim: Claim): readonly Cited[] {
  return citedBy(submission).filter((cited) => cited.claim === claim);
}

/** The files that are cited, each once. */
export const citedFiles = once((submission: Submission): readonly SubmittedFile[] => [
  ...new Set(citedBy(submission).flatMap(({ file }) => file ?? [])),
]);

export function isFile(file: SubmittedFile | undefined): file is SubmittedFile {
  return file?.kind === "file" || file?.kind === "executable";
}

/** Whether a status claims that something is there to be proven. */
export function isClaimed({ status }: Claim): boolean {
  return status?.value === "Implemented" || status?.value === "Partially Implemented";
}

function pathOf(reference: Reference): string | undefined {
  return reference.kind === "local" ? reference.path : undefined;
}

/** Path in the submission of what a URL shows on GitHub: many link to their own files as they will be once merged. */
function ownPath(url: URL, { directory }: Submission): string | undefined {
  const path = /^\/cncf\/k8s-ai-conformance\/(?:blob|raw)\/[^/]+\/(.+)$/.exec(url.pathname)?.[1];
  if (url.hostname !== "github.com" || !path?.startsWith(`${directory}/`)) return undefined;
  return path.slice(directory.length + 1);
}
