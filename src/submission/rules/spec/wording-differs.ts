import { rule } from "../define.js";
import { rewritten } from "../source.js";
import { answered, placeIn } from "./expected.js";
import { wordDiff } from "./word-diff.js";

export const wordingDiffers = rule({
  id: "SPEC-003",
  severity: "error",
  title: "A requirement's description is the checklist's, word for word.",
  why: "Who answers another wording answers another requirement.",
  mend: "Copy the description from the checklist; karat does it by --fix.",
  *find(submission, context) {
    const { document } = submission;
    for (const { claim, requirement } of answered(submission, context)) {
      const { wording, id } = requirement;
      if (wording === undefined) continue;
      if (claim.description === undefined) {
        const fix = "copy it from the checklist";
        yield { message: `${id} has no description`, place: placeIn(claim, "description"), fix };
        continue;
      }
      const { value, place } = claim.description;
      if (value === wording) continue;
      const edit = rewritten(document, place, wording);
      const [given, official] = [normal(value), normal(wording)];
      if (given === official) {
        const message = `the description of ${id} differs in spaces or in the form of its characters`;
        yield { severity: "info", message, place, quote: value, fix: "copy it from the checklist", edit };
      } else {
        const message = `the description of ${id} is not the checklist's: ${wordDiff(official, given)}`;
        yield { message, place, quote: value, fix: "copy it from the checklist", edit };
      }
    }
  },
});

/** Without what readers do not see: spaces, composition, and the shape of quotes and dashes. */
function normal(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}
