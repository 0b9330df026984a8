import type { Artifact, Outcome, Test } from "./artifact.js";

/** `--- PASS: TestName (1.23s)`, indented for sub-tests: the outcome lines of `go test -v` (Go's testing package). */
const GO_OUTCOME = /^ *--- (PASS|FAIL|SKIP): (\S+) \((\d{1,9}(?:\.\d{1,9})?)s\)\r?$/gm;
const OUTCOMES: Readonly<Record<string, Outcome>> = { PASS: "pass", FAIL: "fail", SKIP: "skip" };

/** Ginkgo's two last lines: `Ran 8 of 7144 Specs in 785.430 seconds`, `SUCCESS! -- 8 Passed | 0 Failed | …`. */
const GINKGO_RAN = /^Ran (\d{1,6}) of \d{1,6} Specs in (\d{1,7}\.\d{1,6}) seconds/m;
const GINKGO_TOTALS = /^(?:SUCCESS|FAIL)! -- (\d{1,6}) Passed \| (\d{1,6}) Failed/m;

/** Reads an e2e.log; undefined for a log that tells of no test. */
export function readLog(text: string): Artifact | undefined {
  const ran = GINKGO_RAN.exec(text);
  const totals = GINKGO_TOTALS.exec(text);
  if (ran && totals) {
    return {
      format: "log",
      dialect: "ginkgo",
      tests: [],
      totals: { passed: Number(totals[1]), failed: Number(totals[2]), seconds: Number(ran[2]) },
      tells: new Set(),
    };
  }
  if (!/^=== RUN {3}Test/m.test(text)) return undefined;
  const tests = new Map<string, Test>();
  for (const [, word = "", name = "", seconds] of text.matchAll(GO_OUTCOME))
    tests.set(name, { name, outcome: OUTCOMES[word] ?? "fail", seconds: Number(seconds) });
  const karat = /^(?:ok {2}|FAIL)\tkarat\t/m.test(text);
  return { format: "log", dialect: karat ? "karat" : "go", tests: [...tests.values()], tells: new Set() };
}
