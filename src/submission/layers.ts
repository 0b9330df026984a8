import { once } from "./once.js";
import type { Submission } from "./submission.js";
import { isFile } from "./evidence/cited.js";
import { textOf } from "./evidence/text.js";
import { isSameVendor, metadataText } from "./renewals.js";

/** What a submission names as its Kubernetes conformance: the last two parts of `k8sConformanceUrl`. */
export interface Base {
  minor: string;
  product: string;
}

export function baseOf(submission: Submission): Base | undefined {
  const url = metadataText(submission, "k8sConformanceUrl") ?? "";
  const [, minor, product] = /\/k8s-conformance\/tree\/[^/]+\/v(\d+\.\d+)\/([^/?#]+)/.exec(url) ?? [];
  return minor === undefined || product === undefined ? undefined : { minor, product };
}

/** What a submission says about itself: PRODUCT.yaml with its comments but without the checklist's words, and README. */
export const ownWords = once((submission: Submission): string => {
  const readme = submission.files.get("README.md");
  const words = isFile(readme) ? (textOf(readme) ?? "") : "";
  const official = submission.document.claims.flatMap(({ description }) => description?.value ?? []);
  return official.reduce((text, line) => text.replace(line, ""), submission.document.text) + words;
});

/**
 * Whether a product stands on another one's Kubernetes (the programme's faq.md, "layering"): it says so, or what it
 * names as its conformance is another vendor's product.
 */
export function isLayered(submission: Submission, others: readonly Submission[]): boolean {
  if (/\blayered\b/i.test(ownWords(submission))) return true;
  const base = baseOf(submission)?.product.toLowerCase();
  if (base === undefined || base === submission.product.toLowerCase()) return false;
  return others.some((other) => other.product.toLowerCase() === base && !isSameVendor(submission, other));
}

/** What others handed in for the product that this one stands on. */
export function baseSubmissions(submission: Submission, others: readonly Submission[]): readonly Submission[] {
  const base = baseOf(submission)?.product.toLowerCase();
  return base === submission.product.toLowerCase()
    ? []
    : others.filter(({ product }) => product.toLowerCase() === base);
}
