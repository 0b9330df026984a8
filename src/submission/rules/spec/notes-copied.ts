import { rule } from "../define.js";
import type { Submission } from "../../submission.js";
import { metadataOf } from "../metadata-keys.js";

/** Letters and digits of notes that two people hardly write alike. */
const TELLING = 40;

export const notesCopied = rule({
  id: "SPEC-012",
  severity: "warn",
  title: "The notes of a requirement are written for it and for this product.",
  why: "Words that stand elsewhere too say nothing of what was tried here.",
  mend: "Say what was run on this product for this requirement, and what came of it.",
  *find(submission, { others = [] }) {
    const elsewhere = notesOf(others.filter((other) => !isSame(submission, other)));
    const here = new Map<string, string>();
    for (const { id, notes } of submission.document.claims) {
      if (notes === undefined) continue;
      const words = plain(notes.value);
      if (words.length < TELLING) continue;
      const { place, value } = notes;
      const twin = here.get(words);
      const copied = twin ?? elsewhere.get(words);
      here.set(words, twin ?? id?.value ?? "another requirement");
      if (copied === undefined) continue;
      const message = `the notes of ${id?.value ?? "this requirement"} stand word for word at ${copied} too`;
      yield { message, place, quote: value, fix: "say what was tried here" };
    }
  },
});

/** By their words, whose they are. */
function notesOf(others: readonly Submission[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { directory, document } of others) {
    for (const { id, notes } of document.claims) {
      const words = plain(notes?.value ?? "");
      if (!found.has(words)) found.set(words, `${id?.value ?? "a requirement"} of ${directory}`);
    }
  }
  return found;
}

/** A vendor may repeat itself from one minor to the next. */
function isSame(one: Submission, other: Submission): boolean {
  const vendor = ({ document }: Submission): string => metadataOf(document, "vendorName")?.value.toLowerCase() ?? "";
  return one.product.toLowerCase() === other.product.toLowerCase() || vendor(one) === vendor(other);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
