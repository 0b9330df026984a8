import { PRODUCT } from "./document.js";
import { SubmissionError } from "./error.js";
import { largest, LIMITS } from "./limits.js";
import { readDocument } from "./read-document.js";
import type { Submission, SubmittedFile } from "./submission.js";
import type { Entry, Tree } from "./tree.js";

/**
 * Reads a submission whole, under limits: what is beyond them is listed without bytes.
 * @param directory as the programme names it, e.g. "v1.35/kops"
 * @param at where it lies in the tree, where that is elsewhere
 * @throws SubmissionError `not-found` where no PRODUCT.yaml is
 */
export async function loadSubmission(tree: Tree, directory: string, at = directory): Promise<Submission> {
  const entries = await tree.entries(at);
  const files = new Map<string, SubmittedFile>();
  let read = 0;
  // PRODUCT.yaml first: whatever else there is, it is looked at.
  for (const entry of [...entries].sort((one, other) => Number(isProduct(other)) - Number(isProduct(one)))) {
    const wanted = isRead(entry) && read + entry.size <= LIMITS.folder && files.size < LIMITS.files;
    const bytes = wanted ? await tree.read(join(at, entry.path), largest(entry.path)) : undefined;
    read += bytes?.length ?? 0;
    files.set(entry.path, { ...entry, ...(bytes ? { bytes } : {}) });
  }
  const product = files.get(PRODUCT);
  if (product === undefined) {
    throw new SubmissionError(
      "not-found",
      `${directory} holds no ${PRODUCT}`,
      "name a folder vX.Y/PRODUCT, or one that holds some",
    );
  }
  const [version = "", ...rest] = directory.split("/").slice(-2);
  const minor = /^v(\d+\.\d+)$/.exec(version)?.[1];
  return {
    directory,
    ...(minor === undefined ? {} : { minor }),
    product: rest.at(-1) ?? version,
    document: readDocument(product.bytes),
    files: new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Folders two levels down that hold a PRODUCT.yaml, e.g. "v1.35/kops", in alphabetical order. */
export async function findSubmissions(tree: Tree): Promise<string[]> {
  const entries = await tree.entries("");
  return entries.flatMap(({ path }) => /^([^/]+\/[^/]+)\/PRODUCT\.yaml$/.exec(path)?.[1] ?? []);
}

const isProduct = ({ path }: Entry): boolean => path === PRODUCT;

function isRead({ path, kind, size }: Entry): boolean {
  return (kind === "file" || kind === "executable") && size <= largest(path);
}

const join = (...parts: string[]): string => parts.filter((part) => part !== "").join("/");
