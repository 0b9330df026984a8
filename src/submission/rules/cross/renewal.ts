import type { Claim } from "../../document.js";
import { PRODUCT } from "../../document.js";
import { previousOf } from "../../renewals.js";
import { rule } from "../define.js";

export const renewal = rule({
  id: "CROSS-003",
  severity: "info",
  title: "What changed since the product's last submission is looked at first",
  why: "A renewal is mostly what was reviewed before; what is new or was lost is where a reviewer should look.",
  mend: "Nothing to mend: say in the notes why something that was implemented is no longer.",
  *find(submission, { others = [] }) {
    const before = previousOf(submission, others);
    if (!before) return;
    const old = new Map(before.document.claims.map((claim) => [claim.id?.value, claim]));
    const changed: string[] = [];
    for (const claim of submission.document.claims) {
      const was = old.get(claim.id?.value);
      if (!was || !claim.id) continue;
      if (was.status?.value === "Implemented" && claim.status && claim.status.value !== "Implemented")
        yield {
          message: `${claim.id.value} was Implemented in ${before.directory} and is ${claim.status.value || "blank"} now`,
          place: claim.status.place,
          quote: claim.status.value,
        };
      if (was.status?.value !== claim.status?.value || evidenceOf(was) !== evidenceOf(claim))
        changed.push(claim.id.value);
    }
    const what = changed.length === 0 ? "nothing" : changed.join(", ");
    yield {
      message: `since ${before.directory} status or evidence changed of: ${what}`,
      place: { file: PRODUCT, line: 1, column: 1 },
    };
  },
});

function evidenceOf({ evidence }: Claim): string {
  return evidence.map(({ value }) => value.trim()).join("\n");
}
