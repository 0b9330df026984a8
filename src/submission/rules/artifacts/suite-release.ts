import { artifactsOf } from "../../evidence/artifacts/read.js";
import { isUnfounded } from "../../evidence/proof.js";
import { isOfSuite, SUITE_PACKAGES, takesSuite } from "../../evidence/suite.js";
import { rule } from "../define.js";

export const suiteRelease = rule({
  id: "ART-007",
  severity: "error",
  title: "The tests are those of the programme's suite, or of karat with its record",
  why: "A test of the same name in a package of one's own may do anything, and anybody can write karat's name.",
  mend: "Run the suite as it is published, from its repository; with karat's results hand in the record.",
  *find(submission) {
    for (const { file, artifact } of artifactsOf(submission)) {
      const place = { file: file.path, line: 1, column: 1 };
      if (isUnfounded(submission, artifact))
        yield {
          message: `${file.path} says that karat made it, and no packed record of karat's is in the folder`,
          place,
        };
      if (!takesSuite(submission.minor)) continue;
      const stranger = artifact.tests.find(({ name, suite }) => isOfSuite(name) && !isKnown(suite));
      if (artifact.dialect !== "go" || !stranger) continue;
      yield {
        message: `${file.path} has ${stranger.name} of ${stranger.suite ?? "no package"}, not of the programme's suite`,
        place,
      };
    }
  },
});

/** A log names no package, and go-junit-report may leave it out. */
function isKnown(suite: string | undefined): boolean {
  return suite === undefined || suite === "" || SUITE_PACKAGES.includes(suite);
}
