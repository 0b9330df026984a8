import { artifactsOf } from "../../evidence/artifacts/read.js";
import { isOfSuite, SUITE_PACKAGES, takesSuite } from "../../evidence/suite.js";
import { packedRecord } from "../../packed-record.js";
import { rule } from "../define.js";

export const suiteRelease = rule({
  id: "ART-007",
  severity: "error",
  title: "The tests are those of the programme's suite",
  why: "A test of the same name in a package of one's own may do anything.",
  mend: "Run the suite as it is published, from its repository.",
  *find(submission) {
    if (!takesSuite(submission.minor)) return;
    for (const { file, artifact } of artifactsOf(submission)) {
      if (artifact.dialect === "karat" && !packedRecord(submission.files)) {
        const message = `${file.path} says that it is karat's, and no record of a run is beside it`;
        yield {
          message,
          place: { file: file.path, line: 1, column: 1 },
          fix: "hand in what `karat submission new` writes",
        };
      }
      const stranger = artifact.tests.find(({ name, suite }) => isOfSuite(name) && !isKnown(suite));
      if (artifact.dialect !== "go" || !stranger) continue;
      yield {
        message: `${file.path} has ${stranger.name} of ${stranger.suite ?? "no package"}, not of the programme's suite`,
        place: { file: file.path, line: 1, column: 1 },
      };
    }
  },
});

/** A log names no package, and go-junit-report may leave it out. */
function isKnown(suite: string | undefined): boolean {
  return suite === undefined || suite === "" || SUITE_PACKAGES.includes(suite);
}
