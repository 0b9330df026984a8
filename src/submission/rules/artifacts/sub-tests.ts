import { isClaimed } from "../../evidence/cited.js";
import { saidOf } from "../../evidence/proof.js";
import { rule } from "../define.js";

export const subTests = rule({
  id: "ART-004",
  severity: "error",
  title: "All parts of the programme's test ran and passed",
  why: "With `-run` a part can be chosen: a gang that starts is half a proof without the gang that must not.",
  mend: "Run the whole test, without choosing parts of it.",
  *find(submission) {
    for (const claim of submission.document.claims.filter(isClaimed))
      for (const { artifact, cited, result, test } of saidOf(submission, claim)) {
        // karat has parts of its own, and its record says which there must be.
        if (artifact.dialect !== "go" || result?.outcome !== "pass") continue;
        const passed = new Set(artifact.tests.filter(({ outcome }) => outcome === "pass").map(({ name }) => name));
        const lacking = test.parts.filter((part) => !passed.has(`${test.name}/${part}`));
        if (lacking.length === 0) continue;
        yield {
          message: `${cited.file?.path ?? ""} has ${test.name} without a passed ${lacking.join(", ")}`,
          place: cited.entry.place,
          quote: cited.entry.value,
        };
      }
  },
});
