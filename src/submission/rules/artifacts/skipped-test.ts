import { isClaimed } from "../../evidence/cited.js";
import { saidOf } from "../../evidence/proof.js";
import { rule } from "../define.js";

export const skippedTest = rule({
  id: "ART-003",
  severity: "error",
  title: "What is claimed was not skipped",
  why: "A skipped test says that nobody looked; the suite's own README: a skipped result is no evidence.",
  mend: "Set the flag that the test asks for and run it, or say N/A with the reason.",
  *find(submission) {
    for (const claim of submission.document.claims.filter(isClaimed))
      for (const { cited, result, test } of saidOf(submission, claim)) {
        if (result?.outcome !== "skip") continue;
        yield {
          message: `${test.name} was skipped in ${cited.file?.path ?? ""}, and ${claim.id?.value} is claimed`,
          place: cited.entry.place,
          quote: cited.entry.value,
        };
      }
  },
});
