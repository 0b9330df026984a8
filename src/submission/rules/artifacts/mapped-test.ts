import { isClaimed } from "../../evidence/cited.js";
import { saidOf } from "../../evidence/proof.js";
import { takesSuite } from "../../evidence/suite.js";
import { rule } from "../define.js";

export const mappedTest = rule({
  id: "ART-002",
  severity: "error",
  title: "The programme's own test for the requirement passed",
  why: "A report with other tests in it proves other things. A fragment may point at a part of the test, not at another.",
  mend: "Run the programme's test for this requirement, and hand in what it wrote.",
  *find(submission) {
    for (const claim of submission.document.claims.filter(isClaimed)) {
      const said = saidOf(submission, claim);
      for (const { cited, result, named, test, artifact } of said) {
        const at = { place: cited.entry.place, quote: cited.entry.value };
        const file = cited.file?.path ?? "";
        if (result?.outcome === "fail")
          yield { ...at, message: `${test.name} failed in ${file}, and ${claim.id?.value} is claimed` };
        const elsewhere = named !== undefined && named !== test.name && !named.startsWith(`${test.name}/`);
        if (elsewhere && artifact.tests.some(({ name }) => name === named))
          yield { ...at, message: `${named} does not stand for ${claim.id?.value}`, fix: `name ${test.name}` };
      }
      const [first] = said;
      if (!first || !takesSuite(submission.minor) || said.some(({ result }) => result)) continue;
      const { cited, test } = first;
      yield {
        message: `none of the results given for ${claim.id?.value} has ${test.name}`,
        place: cited.entry.place,
        quote: cited.entry.value,
        fix: `run ${test.name}`,
      };
    }
  },
});
