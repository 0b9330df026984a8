import { rule } from "../define.js";
import { rewritten } from "../source.js";
import { answered, placeIn } from "./expected.js";
import { isStatus, meantStatus, STATUSES } from "../statuses.js";

export const statusUnknown = rule({
  id: "SPEC-005",
  severity: "error",
  title: "A status is one of the four that the programme knows.",
  why: "Every other word is read by each reader in a way of their own.",
  mend: `Write one of ${STATUSES.join(", ")}.`,
  *find(submission, context) {
    for (const { claim, requirement } of answered(submission, context)) {
      const { status } = claim;
      const place = placeIn(claim, "status");
      if (status === undefined || status.value.trim() === "") {
        // A SHOULD may be left blank, which another rule mentions.
        const fix = `write one of ${STATUSES.join(", ")}`;
        if (requirement.level === "MUST")
          yield { message: `${requirement.id} is a MUST and has no status`, place, fix };
        continue;
      }
      if (isStatus(status.value)) continue;
      const meant = meantStatus(status.value);
      const message = `${requirement.id} has the status ${status.value}, which is none`;
      const found = { message, place, quote: status.value };
      if (meant === undefined) yield { ...found, fix: `write one of ${STATUSES.join(", ")}` };
      else yield { ...found, fix: `write ${meant}`, edit: rewritten(submission.document, place, meant) };
    }
  },
});
