import { citedBy } from "../../evidence/cited.js";
import { baseSubmissions, isLayered } from "../../layers.js";
import { rule } from "../define.js";

export const retested = rule({
  id: "LAYER-004",
  severity: "error",
  title: "Evidence of a layered product is of the whole stack",
  why: "What lies on top may break what the base was certified for; hence the programme wants it tested again (faq.md).",
  mend: "Test on the layered platform, and hand in that.",
  *find(submission, { others = [] }) {
    if (!isLayered(submission, others)) return;
    for (const base of baseSubmissions(submission, others)) {
      const theirs = new Set(
        citedBy(base).flatMap(({ entry, reference }) => (reference.kind === "url" ? entry.value : [])),
      );
      for (const { claim, entry, reference } of citedBy(submission)) {
        if (reference.kind !== "url" || !theirs.has(entry.value)) continue;
        const message = `evidence of ${claim.id?.value ?? "a requirement"} is that of ${base.directory}`;
        yield { message, place: entry.place, quote: entry.value };
      }
    }
  },
});
