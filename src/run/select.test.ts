import { describe, expect, test } from "vitest";
import type { Requirement } from "./check.js";
import { requireKnown, requirementsOf, UnknownSelection } from "./select.js";

const all: Requirement[] = ["dra_support", "gang_scheduling", "pod_autoscaling"].map((id) => ({
  id,
  title: "",
  checks: [{ id: `${id}/works` } as Requirement["checks"][number]],
}));
const checklist = {
  minor: "1.36",
  requirements: [
    { id: "pod_autoscaling", level: "MUST" as const },
    { id: "gpu_sharing", level: "SHOULD" as const },
    { id: "gang_scheduling", level: "MUST" as const },
  ],
};
const selected = (only: string[], skip: string[] = []) => requireKnown({ only, skip }, all, checklist);

test("a checklist chooses from the requirements, in its order", () => {
  expect(requirementsOf(all, checklist).map(({ id }) => id)).toEqual(["pod_autoscaling", "gang_scheduling"]);
  expect(requirementsOf(all, undefined)).toBe(all);
});

describe("requireKnown", () => {
  test.each([[["gang_scheduling"]], [["*/works"]], [[]]])("takes %j", (only) => {
    expect(() => selected(only)).not.toThrow();
  });

  test("refuses to run what the checklist does not have, and says what to do", () => {
    expect(() => selected(["dra_*"])).toThrow("--only dra_* names nothing of checklist 1.36");
    expect(() => selected(["gang_scheduling", "dra_support/works"])).toThrow(UnknownSelection);
    expect(() => requireKnown({ only: ["dra_*"], skip: [] }, all)).not.toThrow();
  });

  test("leaving out what the checklist does not have is no mistake", () => {
    expect(() => selected([], ["dra_support"])).not.toThrow();
  });

  test("a pattern that names nothing at all is one", () => {
    expect(() => selected(["gang"])).toThrow("--only gang names no requirement and no check");
    expect(() => selected([], ["gang"])).toThrow("--skip gang names no requirement and no check");
  });
});
