import { rule } from "../define.js";
import { conditionOf } from "./conditions.js";
import { answered, placeIn } from "./expected.js";
import { stated } from "./sentences.js";

/** What says that the product does not do it, rather than that the requirement does not concern it. */
const REFUSALS: readonly RegExp[] = [
  /\b(?:do(?:es)? not|doesn't|don't|cannot|can't|did not) (?:yet |currently |directly |natively )?(?:support|provide|offer|include|implement|ship|have|expose|scrape|claim)\b/,
  /\b(?:is|are|was|were)(?: currently)?(?:n't| not)(?: yet| currently)? (?:supported|provided|implemented|offered|available|claimed|included|shipped)\b/,
  /^not (?:yet )?(?:supported|provided|implemented|offered|available)\b/,
  /\bno (?:support|plans?) (?:for|to)\b/,
  /\b(?:unsupported|disabled by default|out of scope|on (?:the|our) roadmap|at this time|not yet)\b/,
  /\b(?:is|are) disabled\b/,
  /\bplanned (?:for|in)\b/,
];

export const reasonDoubtful = rule({
  id: "SPEC-009",
  severity: "warn",
  title: "N/A means that a requirement does not concern the product, not that the product does not meet it.",
  why: "A gap that is called N/A disappears from what users compare.",
  mend: "Write Not Implemented, or say what makes the requirement pointless for this product.",
  *find(submission, context) {
    for (const { claim, requirement } of answered(submission, context)) {
      if (claim.status?.value !== "N/A" || claim.notes === undefined) continue;
      const { value } = claim.notes;
      // That the condition does not hold is the one good reason.
      if (stated(value, conditionOf(requirement.id)?.absent ?? []) !== undefined) continue;
      const words = stated(value, REFUSALS);
      if (words === undefined) continue;
      yield {
        message: `the reason why ${requirement.id} is N/A reads as a lack of support: ${words}`,
        place: placeIn(claim, "notes"),
        quote: value,
        fix: "write Not Implemented, or why the requirement does not concern the product",
      };
    }
  },
});
