import { rule } from "../define.js";
import { conditionOf } from "./conditions.js";
import { answered, placeIn } from "./expected.js";
import { isStatus } from "../statuses.js";

/** Characters of notes that a reason takes: a short sentence. */
const REASON = 80;

export const conditionAbsent = rule({
  id: "SPEC-007",
  severity: "error",
  title: "A conditional MUST is implemented, or N/A with a reason that a person has read.",
  why: "Only the vendor knows whether the condition holds, so only a reason lets others judge.",
  mend: `Say in the notes, in ${REASON} characters or more, what the platform lacks that the requirement speaks of.`,
  *find(submission, context) {
    for (const { claim, requirement } of answered(submission, context)) {
      const condition = conditionOf(requirement.id);
      const status = claim.status?.value ?? "";
      if (!condition || requirement.level !== "MUST" || status === "Implemented" || !isStatus(status)) continue;
      const place = placeIn(claim, "status");
      const { id, holds } = condition;
      const only = `${id} is a MUST only where ${holds}`;
      const reason = claim.notes?.value.trim() ?? "";
      if (status !== "N/A") {
        const message = `${only}: it is Implemented or N/A, and ${status} here`;
        yield { message, place, quote: status, fix: "write Implemented, or N/A with the reason" };
      } else if (reason.length < REASON) {
        const message = `${only}; N/A takes a reason of ${REASON} characters, and the notes have ${reason.length}`;
        yield { message, place, quote: status, fix: "say in the notes why the condition does not hold" };
      } else {
        const message = `${only}; a person must judge whether that does not hold here`;
        yield { severity: "warn", message, place, quote: reason, fix: "read the notes of this requirement" };
      }
    }
  },
});
