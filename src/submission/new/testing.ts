import type { Checklist } from "../../record/checklist.js";
import type { Expect } from "../../record/judge.js";
import { testRecord, type TestCheck } from "../../record/testing.js";
import type { Verdict } from "../../record/verdict.js";
import type { Facts } from "../../record/facts.js";
import { parseChecklist } from "../../spec/parse.js";

/** A product file in which all that must be there is. */
export const PRODUCT_FILE = `metadata:
  platformName: Test Platform
  platformVersion: 1.30
  vendorName: Testers
  websiteUrl: https://testers.io/platform
  documentationUrl: https://docs.testers.io/
  productLogoUrl: https://testers.io/logo.svg
  description: A platform for tests.
  contactEmailAddress: platform@testers.io
  k8sConformanceUrl: https://github.com/cncf/k8s-conformance/tree/master/v1.37/testers
`;

/** A checklist in the programme's shape, with a wording of this test's own, and with what is awkward to edit. */
export const CHECKLIST_FILE = `# A checklist for tests
# with a comment: "of two lines"

metadata:
  kubernetesVersion: v1.37
  platformName: "[Platform Name]"
  platformVersion: "[Platform Version]"
  vendorName: "[Vendor Name]"
  websiteUrl: "[Website URL]"
  repoUrl: "[Repository URL]" # may be left out
  documentationUrl: "[Documentation URL]"
  productLogoUrl: "[Documentation URL]"
  description: "[Description]"
  contactEmailAddress: "[Contact Email Address]"

spec:
  accelerators:
    - id: gpu_sharing
      description: "One test may share what another has: \\"quoted\\", with a # that is no comment."
      level: SHOULD
      status: ""   # of four words one
      evidence: [] # a list
      notes: ""    # why
    - id: driver_runtime_management
      description: >
        Drivers are looked after,
        or not.
      level: SHOULD
      status: ""
      evidence: []
      notes: ""
  schedulingOrchestration:
    - id: gang_scheduling
      description: "All tests start, or none does."
      level: MUST
      status: ""
      evidence: []
      notes: ""
    - id: cluster_autoscaling
      description: "If tests grow, they shrink."
      level: MUST
      status: ""
      evidence: []
      notes: ""`;

export const TEST_CHECKLIST: Checklist = parseChecklist(Buffer.from(CHECKLIST_FILE), "test");

/** How the checks of a test run are judged: by what they saw. */
export function judgeSeen(facts: Facts, expect: Expect): void {
  const seen = facts.value("fact");
  if (seen === "inconclusive") throw new Error("nothing was to be seen");
  expect("it is as it should be", { held: seen === "pass", expected: "pass", seen: String(seen), evidence: ["fact"] });
}

/** A finished run whose requirements came to these verdicts, of a control and a positive check each. */
export function testRun(dir: string, verdicts: Readonly<Record<string, Verdict>>, checklist = TEST_CHECKLIST): string {
  const checks = Object.entries(verdicts).flatMap(([id, verdict]): TestCheck[] => [
    { id: `${id}/control`, kind: "control", ...outcome(verdict === "fail" ? "pass" : verdict) },
    { id: `${id}/feature`, kind: "positive", ...outcome(verdict) },
  ]);
  return testRecord(dir, {
    checks,
    checklist,
    cluster: { version: `v${checklist.minor}.2`, uidHash: "5".repeat(64), platform: "linux/amd64" },
  });
}

function outcome(verdict: Verdict): Partial<TestCheck> {
  if (verdict === "skip" || verdict === "n/a") return { planned: { verdict, reason: `the test says ${verdict}` } };
  return { observations: [{ name: "fact", data: verdict }], judge: judgeSeen };
}
