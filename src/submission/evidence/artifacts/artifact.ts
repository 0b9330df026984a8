/** What came of a test. An error is a fail, as in Go. */
export type Outcome = "pass" | "fail" | "skip";

export interface Test {
  /** As the suite names it; sub-tests behind a slash. */
  name: string;
  outcome: Outcome;
  /** Absent where the artifact does not say. */
  seconds?: number;
  /** Go's package or JUnit's class name. */
  suite?: string;
}

/**
 * Who wrote it, by its content.
 * - `go`: `go test`, gotestsum or go-junit-report, which is how the programme's suite is run
 * - `ginkgo`: Kubernetes' own e2e framework
 * - `karat`: this tool
 */
export type Dialect = "go" | "ginkgo" | "karat";

/** Results of a test run, as a submission hands them in. */
export interface Artifact {
  format: "junit" | "go-json" | "log";
  dialect: Dialect;
  tests: readonly Test[];
  /** RFC 3339; absent where it does not say. */
  startedAt?: string;
  /** What a log of Ginkgo has instead of tests: how many specs came out how. */
  totals?: { passed: number; failed: number; seconds?: number };
  /** What it says of the cluster and the suite. */
  tells: ReadonlySet<"server version" | "suite version" | "flags" | "time">;
}

/** Why a file that is meant as an artifact cannot be read as one. */
export interface Unreadable {
  why: string;
  /** From 1. */
  line?: number;
}

/** Tests that one artifact has at most: Kubernetes' own suite has 7000 specs. */
export const MOST_TESTS = 50_000;

export function isArtifact(read: Artifact | Unreadable | undefined): read is Artifact {
  return read !== undefined && "tests" in read;
}
