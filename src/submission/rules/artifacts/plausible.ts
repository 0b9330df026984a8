import type { Artifact, Test } from "../../evidence/artifacts/artifact.js";
import { artifactsOf } from "../../evidence/artifacts/read.js";
import { isOfSuite } from "../../evidence/suite.js";
import { rule } from "../define.js";

/** Seconds: not even one request to an API server is made and answered in less. */
const AT_ONCE = 0.005;

export const plausible = rule({
  id: "ART-008",
  severity: "warn",
  title: "Results are those of tests on a cluster",
  why: "A test that takes no time asked no cluster; the suite's unit tests run without one; and no test is no proof.",
  mend: "Run the tests on the cluster, without -short, and only those of the requirements (-run).",
  *find(submission) {
    for (const { file, artifact } of artifactsOf(submission)) {
      if (artifact.totals || (artifact.format === "log" && artifact.tests.length === 0)) continue;
      const place = { file: file.path, line: 1, column: 1 };
      const ran = artifact.tests.filter(({ outcome }) => outcome !== "skip");
      if (ran.length === 0) yield { message: `${file.path} has no test that ran`, place };
      const sudden = ran.find((test) => isOnCluster(artifact, test) && (test.seconds ?? 1) < AT_ONCE);
      if (sudden)
        yield { message: `${file.path}: ${sudden.name} passed in ${sudden.seconds} s, without a cluster`, place };
      const unit = artifact.dialect === "go" ? ran.filter(({ name }) => !isOfSuite(name)) : [];
      if (unit.length > 0 && unit.length < ran.length && artifact.format === "junit")
        yield {
          message: `${file.path}: ${unit.length} of ${ran.length} tests need no cluster and prove nothing`,
          place,
        };
    }
  },
});

/** A whole test that must have asked a cluster; parts may be over at once. */
function isOnCluster({ dialect }: Artifact, { name, outcome }: Test): boolean {
  if (outcome !== "pass") return false;
  return dialect === "ginkgo" ? name.startsWith("[It]") : dialect === "go" && isOfSuite(name) && !name.includes("/");
}
