import { rule } from "../define.js";
import { metadataOf } from "../metadata-keys.js";
import type { Submission } from "../../submission.js";
import { spanOf } from "../source.js";
import { conformancePage } from "./conformance-url.js";

export const otherProduct = rule({
  id: "META-008",
  severity: "warn",
  title: "k8sConformanceUrl is of the product itself, or the submission says why of another.",
  why: "Conformance of another product counts only for one that is layered on it, and then a reader must be told.",
  mend: "Name the folder as in k8s-conformance, or say in README.md what the product is layered on.",
  *find(submission) {
    const given = metadataOf(submission.document, "k8sConformanceUrl");
    const slug = given && conformancePage(given.value)?.slug;
    if (given === undefined || slug === undefined) return;
    if (isSame(submission, slug) || explained(submission, slug)) return;
    yield {
      message: `k8sConformanceUrl names ${slug}, and this folder is ${submission.product}`,
      place: given.place,
      quote: given.value,
      fix: `say in README.md how ${submission.product} and ${slug} belong together, or name the same folder`,
    };
  },
});

/** One product by two names: the folder's words, and besides only those of the vendor's and the platform's names. */
function isSame({ product, document }: Submission, slug: string): boolean {
  const [given, own] = [wordsOf(slug), wordsOf(product)];
  const names = wordsOf(
    `${metadataOf(document, "vendorName")?.value ?? ""} ${metadataOf(document, "platformName")?.value ?? ""}`,
  );
  return own.every((word) => given.includes(word)) && given.every((word) => own.includes(word) || names.includes(word));
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A README.md that names the other product, or the word for standing on one. */
function explained({ document, files }: Submission, slug: string): boolean {
  const readme = Buffer.from(files.get("README.md")?.bytes ?? []).toString("utf8");
  const product = document.text.slice(
    0,
    spanOf(document, document.claims[0]?.place ?? { file: "", line: 1, column: 1 })[0],
  );
  return /\blayered\b/i.test(`${product}\n${readme}`) || readme.toLowerCase().includes(slug.toLowerCase());
}
