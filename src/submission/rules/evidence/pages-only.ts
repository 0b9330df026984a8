import { citedFor, isClaimed } from "../../evidence/cited.js";
import { kindOf } from "../../evidence/kind.js";
import { rule } from "../define.js";

export const pagesOnly = rule({
  id: "EVID-007",
  severity: "warn",
  title: "Something shows that it worked on this platform",
  why: "A page of documentation says what a product is meant to do. That it did is shown by an output only.",
  mend: "Add the log of a run, for instance by `karat run`, or the commands with what they printed.",
  *find(submission) {
    for (const claim of submission.document.claims) {
      if (!isClaimed(claim) || !claim.status) continue;
      const cited = citedFor(submission, claim);
      if (cited.length === 0 || !cited.every((one) => kindOf(one) === "page")) continue;
      yield {
        message: `${claim.id?.value ?? "this requirement"} is said to be ${claim.status.value}, by documentation only`,
        place: cited[0]?.entry.place ?? claim.place,
        quote: cited[0]?.entry.value ?? "",
        fix: "add an output of this platform",
      };
    }
  },
});
