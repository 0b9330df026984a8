import type { Claim } from "../document.js";
import { packedRecord } from "../packed-record.js";
import type { Submission } from "../submission.js";
import { isArtifact, type Artifact, type Test } from "./artifacts/artifact.js";
import { readArtifact } from "./artifacts/read.js";
import { citedFor, type Cited } from "./cited.js";
import { suiteTest, type SuiteTest } from "./suite.js";

/** What an artifact that a requirement cites says of the test that stands for it. */
export interface Said {
  cited: Cited;
  artifact: Artifact;
  test: SuiteTest;
  /** Absent where the artifact has no such test. */
  result?: Test;
  /** The test that the fragment names, where it names one. */
  named?: string;
}

/**
 * Of every artifact of the programme's suite that a requirement cites, and of those of karat that have their record beside
 * them: without it they are what anybody can write.
 */
export function saidOf(submission: Submission, claim: Claim): readonly Said[] {
  const test = suiteTest(claim.id?.value ?? "");
  if (!test) return [];
  return citedFor(submission, claim).flatMap((cited) => {
    const artifact = cited.file && readArtifact(cited.file);
    if (!isArtifact(artifact) || artifact.dialect === "ginkgo") return [];
    if (artifact.dialect === "karat" && !packedRecord(submission.files)) return [];
    const result = artifact.tests.find(({ name }) => name === test.name);
    const named = cited.reference.kind === "local" ? cited.reference.fragment : undefined;
    return [{ cited, artifact, test, ...(result ? { result } : {}), ...(named === undefined ? {} : { named }) }];
  });
}

/** Whether the suite's own test passed with all its parts, in every artifact that has it. */
export function isProven(said: readonly Said[]): boolean {
  const results = said.flatMap(({ result }) => result ?? []);
  return results.length > 0 && results.every(({ outcome }) => outcome === "pass");
}
