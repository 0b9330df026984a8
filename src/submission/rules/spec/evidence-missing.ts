import { rule } from "../define.js";
import { answered, placeIn } from "./expected.js";
import { citedEvidence } from "./evidence.js";

export const evidenceMissing = rule({
  id: "SPEC-010",
  severity: "error",
  title: "What is implemented, whole or in part, has evidence.",
  why: "Without evidence there is only the vendor's word.",
  mend: "Name a page that documents it or a file of this folder that shows it.",
  *find(submission, context) {
    for (const { claim, requirement } of answered(submission, context)) {
      const status = claim.status?.value ?? "";
      if (!["Implemented", "Partially Implemented"].includes(status) || citedEvidence(claim).length > 0) continue;
      yield {
        severity: requirement.level === "MUST" ? "error" : "warn",
        message: `${requirement.id} is ${status}, and no evidence is named`,
        place: claim.evidence[0]?.place ?? placeIn(claim, "status"),
        fix: "name evidence, as addresses or files of this folder",
      };
    }
  },
});
