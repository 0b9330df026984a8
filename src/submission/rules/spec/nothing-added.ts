import { rule, type Found } from "../define.js";
import type { Claim, Located, ProductDocument } from "../../document.js";
import { nearest } from "../nearest.js";
import { keyOf, pairsOf, placeOf } from "../nodes.js";
import { rewritten } from "../source.js";
import { expected, expectedOf, type Expected } from "./expected.js";

export const nothingAdded = rule({
  id: "SPEC-002",
  severity: "error",
  title: "No requirement stands twice, under another name, or without being in the checklist.",
  why: "Two answers to one requirement may differ, and an answer to none is not read.",
  mend: "Keep one entry for each id of the checklist, and put what else there is to say into its notes.",
  *find(submission, context) {
    const { document } = submission;
    const requirements = expectedOf(submission, context);
    if (requirements.size === 0) return;
    yield* categories(document, expected(submission, context));
    const first = new Map<string, number>();
    const missing = new Set(requirements.keys());
    for (const { id } of document.claims) missing.delete(id?.value ?? "");
    for (const claim of document.claims) {
      const { id } = claim;
      if (id === undefined)
        yield {
          message: `an entry of ${claim.category} has no id`,
          place: claim.place,
          fix: "give it the checklist's id",
        };
      else if (!requirements.has(id.value)) yield stranger(document, id, [...missing]);
      else yield* twice(claim, id, first);
    }
  },
});

function* categories(document: ProductDocument, all: readonly Expected[]): Generator<Found> {
  const known = new Set(all.flatMap(({ section }) => section ?? []));
  if (known.size === 0) return;
  for (const pair of pairsOf(document, "spec")) {
    const key = keyOf(pair);
    if (key === undefined || known.has(key)) continue;
    const meant = nearest(key, known);
    const fix = meant === undefined ? `one of ${[...known].join(", ")}` : `write ${meant}`;
    yield { message: `the checklist has no category ${key}`, place: placeOf(document, pair.key), quote: key, fix };
  }
}

function stranger(document: ProductDocument, { value, place }: Located<string>, missing: readonly string[]): Found {
  const meant = nearest(value, missing);
  const message = `the checklist has no requirement ${value === "" ? "without a name" : value}`;
  if (meant === undefined) return { message, place, quote: value, fix: "remove the entry" };
  const edit = rewritten(document, place, meant);
  return { message, place, quote: value, fix: `write ${meant}`, edit };
}

function* twice(claim: Claim, { value, place }: Located<string>, first: Map<string, number>): Generator<Found> {
  const before = first.get(value);
  if (before === undefined) {
    first.set(value, place.line);
    return;
  }
  const message = `${value} stands twice: in line ${before} and here, under ${claim.category}`;
  yield { message, place, quote: value, fix: "keep one of the two" };
}
