import type { Claim } from "../document.js";
import { holdsRecord } from "../packed-record.js";
import type { Submission } from "../submission.js";
import { isArtifact, type Artifact, type Test } from "./artifacts/artifact.js";
import { readArtifact } from "./artifacts/read.js";
import { citedFor, type Cited } from "./cited.js";
import { suiteTest, type SuiteTest } from "./suite.js";

/** What an artifact that a requirement cites says of the test that stands for it. */
export interface Said {
  cited: Cited;
  artifact: Artifact;
  /** It says that karat made it, and the record that it was made from is not there; see isUnfounded. */
  unfounded: boolean;
  test: SuiteTest;
  /** Absent where the artifact has no such test. */
  result?: Test;
  /** The test that the fragment names, where it names one. */
  named?: string;
}

/** Of every artifact of the programme's suite, or of karat, that a requirement cites. */
export function saidOf(submission: Submission, claim: Claim): readonly Said[] {
  const test = suiteTest(claim.id?.value ?? "");
  if (!test) return [];
  return citedFor(submission, claim).flatMap((cited) => {
    const artifact = cited.file && readArtifact(cited.file);
    if (!isArtifact(artifact) || artifact.dialect === "ginkgo") return [];
    const result = artifact.tests.find(({ name }) => name === test.name);
    const named = cited.reference.kind === "local" ? cited.reference.fragment : undefined;
    const unfounded = isUnfounded(submission, artifact);
    return [
      { cited, artifact, unfounded, test, ...(result ? { result } : {}), ...(named === undefined ? {} : { named }) },
    ];
  });
}

/**
 * Whether results bear karat's name without its record: anybody can write the name, and what karat makes has parts of
 * its own that only the record tells.
 */
export function isUnfounded(submission: Submission, { dialect }: Artifact): boolean {
  return dialect === "karat" && !holdsRecord(submission);
}

/** Whether the suite's own test passed with all its parts, in every artifact that has it and is founded. */
export function isProven(said: readonly Said[]): boolean {
  const results = said.filter(({ unfounded }) => !unfounded).flatMap(({ result }) => result ?? []);
  return results.length > 0 && results.every(({ outcome }) => outcome === "pass");
}
