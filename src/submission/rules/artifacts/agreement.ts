import type { Artifact, Test } from "../../evidence/artifacts/artifact.js";
import { artifactsOf, type ArtifactFile } from "../../evidence/artifacts/read.js";
import { rule } from "../define.js";

/** Seconds that two accounts of one test may differ by: one rounds, one does not. */
const ROUNDING = 1;
/** Differences that one finding names. */
const NAMED = 3;

export const agreement = rule({
  id: "ART-005",
  severity: "error",
  title: "junit.xml, results.json and e2e.log tell of the same run",
  why: "They are three accounts of one run. Where they differ, one was edited or is of another run.",
  mend: "Make all of them from one run, as the suite's README shows.",
  *find(submission) {
    const artifacts = artifactsOf(submission);
    for (const [index, one] of artifacts.entries())
      for (const other of artifacts.slice(index + 1)) {
        const differences = compared(one, other);
        if (differences.length === 0) continue;
        const more = differences.length > NAMED ? `, and ${differences.length - NAMED} more` : "";
        yield {
          message: `${one.file.path} and ${other.file.path} differ: ${differences.slice(0, NAMED).join("; ")}${more}`,
          place: { file: one.file.path, line: 1, column: 1 },
        };
      }
  },
});

/** Accounts of one run by the same tool in two formats; others have nothing to agree on. */
function compared(one: ArtifactFile, other: ArtifactFile): string[] {
  const [a, b] = [one.artifact, other.artifact];
  if (a.format === b.format || a.dialect !== b.dialect) return [];
  if (a.totals || b.totals) return withTotals(a, b);
  const others = new Map(b.tests.map((test) => [test.name, test]));
  const differences = a.tests.flatMap((test) => difference(test, others.get(test.name), other.file.path));
  const known = new Set(a.tests.map(({ name }) => name));
  const missing = b.tests.filter(({ name }) => !known.has(name));
  return [...differences, ...missing.map(({ name }) => `${name} is not in ${one.file.path}`)];
}

function difference(test: Test, other: Test | undefined, path: string): string[] {
  if (!other) return [`${test.name} is not in ${path}`];
  if (test.outcome !== other.outcome) return [`${test.name} is a ${test.outcome} and a ${other.outcome}`];
  const [a, b] = [test.seconds, other.seconds];
  const apart = a !== undefined && b !== undefined && Math.abs(a - b) > ROUNDING;
  return apart ? [`${test.name} took ${a} s and ${b} s`] : [];
}

/** Ginkgo's log has sums only; its report has nodes of the suite beside the specs, which are called `[It]`. */
function withTotals(one: Artifact, other: Artifact): string[] {
  const totals = one.totals ?? other.totals;
  const specs = (one.totals ? other : one).tests.filter(({ name }) => name.startsWith("[It]"));
  if (!totals || specs.length === 0) return [];
  const count = (outcome: Test["outcome"]): number => specs.filter((test) => test.outcome === outcome).length;
  return [
    ...(count("pass") === totals.passed ? [] : [`${count("pass")} and ${totals.passed} passed`]),
    ...(count("fail") === totals.failed ? [] : [`${count("fail")} and ${totals.failed} failed`]),
  ];
}
