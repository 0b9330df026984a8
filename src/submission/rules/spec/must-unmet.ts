import { rule } from "../define.js";
import { conditionOf } from "./conditions.js";
import { answered, placeIn } from "./expected.js";
import { isStatus } from "../statuses.js";

export const mustUnmet = rule({
  id: "SPEC-006",
  severity: "error",
  title: "Every MUST that holds for all platforms is implemented.",
  why: "A product is conformant only if it meets all of them, whole.",
  mend: "Submit again once the product does it; a MUST is never N/A but where the checklist makes it conditional.",
  *find(submission, context) {
    for (const { claim, requirement } of answered(submission, context)) {
      const { id, level } = requirement;
      const status = claim.status?.value ?? "";
      // A word that is no status tells its own rule.
      if (level !== "MUST" || conditionOf(id) || status === "Implemented" || !isStatus(status)) continue;
      const message = `${id} is a MUST for every platform, and ${status} here`;
      yield { message, place: placeIn(claim, "status"), quote: status, fix: "implement it, and say how it is shown" };
    }
  },
});
