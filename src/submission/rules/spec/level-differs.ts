import { rule } from "../define.js";
import { rewritten } from "../source.js";
import { answered, placeIn } from "./expected.js";

export const levelDiffers = rule({
  id: "SPEC-004",
  severity: "error",
  title: "A requirement's level is the checklist's.",
  why: "Whether a requirement is a MUST is the programme's to say, not the vendor's.",
  mend: "Write the level of the checklist of this minor.",
  *find(submission, context) {
    for (const { claim, requirement } of answered(submission, context)) {
      const { id, level } = requirement;
      const given = claim.level;
      if (given?.value === level) continue;
      const place = placeIn(claim, "level");
      if (given === undefined) {
        yield { message: `${id} has no level`, place, fix: `write level: ${level}` };
        continue;
      }
      yield {
        message: `${id} is ${level} in the checklist, and ${given.value || "empty"} here`,
        place,
        quote: given.value,
        fix: `write ${level}`,
        edit: rewritten(submission.document, place, level),
      };
    }
  },
});
