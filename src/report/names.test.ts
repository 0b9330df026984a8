import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkTest, requirementTest } from "./names.js";

test("a requirement is named as the programme names its test", () => {
  expect(requirementTest("secure_accelerator_access")).toBe("TestSecureAcceleratorAccess");
  expect(requirementTest("gang_scheduling")).toBe("TestGangScheduling");
  expect(requirementTest("cluster_autoscaling")).toBe("TestAcceleratorClusterAutoscaling");
  expect(requirementTest("ai_service_metrics")).toBe("TestAIServiceMetrics");
  expect(requirementTest("accelerator_metrics")).toBe("TestAcceleratorPerformanceMetrics");
  expect(requirementTest("robust_controller")).toBe("TestRobustCRDControllerOperation");
  expect(requirementTest("constructor")).toBe("TestConstructor");
});

test("a check is a sub-test", () => {
  expect(checkTest("gang_scheduling", "gang_scheduling/all-or-nothing")).toBe("TestGangScheduling/all-or-nothing");
});

test("a name never holds white space or a second slash", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (requirement, check) => {
      expect(checkTest(requirement, check)).toMatch(/^Test[A-Za-z0-9._]*\/[A-Za-z0-9._-]*$/);
    }),
  );
});
