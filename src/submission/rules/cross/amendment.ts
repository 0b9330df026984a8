import type { Claim, Located } from "../../document.js";
import { PRODUCT } from "../../document.js";
import { rule, type Found } from "../define.js";

export const amendment = rule({
  id: "CROSS-005",
  severity: "error",
  title: "A certified submission keeps its claims and evidence",
  why: "What a certificate rests on must not become less after the review, or nobody knows what was certified.",
  mend: "Repair links and add evidence as you like; for anything else hand in anew.",
  *find(submission, { base }) {
    if (!base) return;
    const now = new Map(submission.document.claims.map((claim) => [claim.id?.value, claim]));
    for (const was of base.document.claims) {
      if (!was.id) continue;
      const is = now.get(was.id.value);
      if (!is) yield { message: `${was.id.value} was certified and is gone`, place: top() };
      else yield* changes(was, is, was.id.value);
    }
  },
});

function top(): Found["place"] {
  return { file: PRODUCT, line: 1, column: 1 };
}

function* changes(was: Claim, is: Claim, id: string): Generator<Found> {
  for (const key of ["status", "level"] as const) {
    const [before, after] = [was[key]?.value ?? "", is[key]?.value ?? ""];
    if (before === after) continue;
    const place = is[key]?.place ?? is.place;
    yield { message: `${key} of ${id} was ${before || "blank"} when certified, and is ${after || "blank"} now`, place };
  }
  const lost = missing(was.evidence, is.evidence);
  const added = missing(is.evidence, was.evidence);
  if (lost.length === 0) return;
  const place = added[0]?.place ?? is.place;
  const names = lost.map(({ value }) => value).join(", ");
  if (added.length < lost.length) yield { message: `evidence of ${id} was taken away: ${names}`, place };
  else yield { severity: "warn", message: `evidence of ${id} was replaced: ${names}`, place };
}

function missing(from: readonly Located<string>[], other: readonly Located<string>[]): Located<string>[] {
  const there = new Set(other.map(({ value }) => value.trim()));
  return from.filter(({ value }) => value.trim() !== "" && !there.has(value.trim()));
}
