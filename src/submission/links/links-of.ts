import { citedBy } from "../evidence/cited.js";
import { metadataOf, URL_KEYS } from "../rules/metadata-keys.js";
import type { Submission } from "../submission.js";

/** Every link of a submission as it is written: its evidence's, and those about the product. */
export function linksOf(submission: Submission): string[] {
  const evidence = citedBy(submission).flatMap(({ entry, reference }) => (reference.kind === "url" ? entry.value : []));
  const metadata = URL_KEYS.flatMap((key) => metadataOf(submission.document, key)?.value ?? []);
  return [...new Set([...evidence, ...metadata.filter((value) => /^https?:\/\//i.test(value))])];
}
