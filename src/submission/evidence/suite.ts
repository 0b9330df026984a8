import { requirementTest } from "../../report/names.js";

/** A test of the programme's own suite. */
export interface SuiteTest {
  name: string;
  /** Sub-tests that it consists of; empty where it has none. */
  parts: readonly string[];
}

/**
 * Requirements that the programme's suite has a test for, with its sub-tests (kubernetes-sigs/ai-conformance,
 * test/*_test.go as of November 2026). Sub-tests that do no more than log are left out.
 */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  driver_runtime_management: ["VerifiableMechanismExposed", "DriverAndRuntimeCompatibility"],
  gang_scheduling: ["PositiveGangScheduling", "NegativeGangScheduling"],
  cluster_autoscaling: [],
  pod_autoscaling: [],
  accelerator_metrics: ["MetricsEndpointReachable", "PerAcceleratorUtilizationMetric", "PerAcceleratorMemoryMetric"],
  ai_service_metrics: [],
  secure_accelerator_access: ["PositiveAccessTest", "NegativeIsolationTest", "MultiContainerIsolationTest"],
  workload_sandboxing: [
    "SchedulingAndExecution",
    "ProcessIsolation",
    "KernelAndMemoryIsolation",
    "FilesystemIsolation",
    "NetworkIsolation",
  ],
  robust_controller: [
    "OperatorPodsRunning",
    "CRDRegistered",
    "WebhookOperational",
    "WebhookRejectsInvalidCR",
    "ControllerReconcilesCR",
  ],
};

/** Packages that results of the suite may bear: its module's test folder by either path. */
export const SUITE_PACKAGES: readonly string[] = [
  "github.com/kubernetes-sigs/ai-conformance/test",
  "sigs.k8s.io/ai-conformance/test",
];

/** The first minor, of 1, whose submissions may hand in results of the suite (instructions.md, "Hybrid Verification"). */
const SUITE_SINCE = 37;

const TESTS: ReadonlyMap<string, SuiteTest> = new Map(
  Object.entries(PARTS).map(([id, parts]) => [id, { name: requirementTest(id), parts }]),
);
const NAMES: ReadonlySet<string> = new Set([...TESTS.values()].map(({ name }) => name));

/** Whether submissions of a minor, e.g. "1.37", may hand in the suite's results in the place of other evidence. */
export function takesSuite(minor: string | undefined): boolean {
  const [major, number] = (minor ?? "").split(".").map(Number);
  return major === 1 && number !== undefined && number >= SUITE_SINCE;
}

export function suiteTest(requirement: string): SuiteTest | undefined {
  return TESTS.get(requirement);
}

/** Whether a test, or the one that it is part of, stands for a requirement; the others are the suite's unit tests. */
export function isOfSuite(test: string): boolean {
  return NAMES.has(test.split("/")[0] ?? "");
}
