import { nameOf } from "./words.js";

/**
 * Names of the programme's own automated tests (kubernetes-sigs/ai-conformance, test/README.md) where they are not
 * simply "Test" and the requirement's id in camel case. The programme's validator looks artifacts up by these.
 */
const PROGRAMME: Readonly<Record<string, string>> = {
  accelerator_metrics: "TestAcceleratorPerformanceMetrics",
  ai_service_metrics: "TestAIServiceMetrics",
  cluster_autoscaling: "TestAcceleratorClusterAutoscaling",
  driver_runtime_management: "TestAcceleratorDriverRuntimeManagement",
  pod_autoscaling: "TestAcceleratorHorizontalPodAutoscaling",
  robust_controller: "TestRobustCRDControllerOperation",
};

/** The Go test name that stands for a requirement: `secure_accelerator_access` → "TestSecureAcceleratorAccess". */
export function requirementTest(requirement: string): string {
  const known = Object.hasOwn(PROGRAMME, requirement) ? PROGRAMME[requirement] : undefined;
  if (known !== undefined) return known;
  const camel = slug(requirement)
    .split(/[_-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return `Test${camel}`;
}

/** The Go sub-test name that stands for a check: "TestGangScheduling/all-or-nothing". */
export function checkTest(requirement: string, check: string): string {
  return `${requirementTest(requirement)}/${slug(nameOf(check))}`;
}

/** Characters of a part of a name; karat's own have at most about 40. */
const LONGEST = 200;

/** Go's rule for sub-test names, stricter: what is no letter, digit, dot, dash or underscore becomes an underscore. */
function slug(text: string): string {
  return text.slice(0, LONGEST).replace(/[^A-Za-z0-9._-]/g, "_");
}
