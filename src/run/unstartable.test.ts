import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RUNNER } from "./durations.js";
import { staysUnstartable, whyUnstartable } from "./unstartable.js";

const waiting = (reason: string, message?: string) => ({
  status: {
    phase: "Pending",
    containerStatuses: [
      { name: "a", state: { running: {} } },
      { name: "b", state: { waiting: { reason, message } } },
    ],
  },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("whyUnstartable", () => {
  test("says the kubelet's words and, for an image, what to do", () => {
    expect(whyUnstartable(waiting("ErrImagePull", "not found"))).toMatch(/^ErrImagePull: not found; --image /);
    expect(whyUnstartable(waiting("CreateContainerConfigError", "must not be root"))).toBe(
      "CreateContainerConfigError: must not be root",
    );
  });
  test.each(["ContainerCreating", "PodInitializing", "CreateContainerError", "CrashLoopBackOff"])(
    "leaves %s to the wait",
    (reason) => expect(whyUnstartable(waiting(reason))).toBeUndefined(),
  );
  test.each([
    null,
    {},
    { status: {} },
    { status: { containerStatuses: "x" } },
    { status: { containerStatuses: [null] } },
  ])("makes nothing of %j", (pod) => expect(whyUnstartable(pod)).toBeUndefined());
});

describe("staysUnstartable", () => {
  test("at once for what no kubelet tries again", () => {
    expect(staysUnstartable()(waiting("ErrImageNeverPull"))).toBe(true);
    expect(staysUnstartable()(waiting("InvalidImageName"))).toBe(true);
  });
  test("for a pull only after its patience, and anew after each recovery", () => {
    const stays = staysUnstartable();
    expect(stays(waiting("ErrImagePull"))).toBe(false);
    vi.advanceTimersByTime(RUNNER.pull * 1000 - 1);
    expect(stays(waiting("ImagePullBackOff"))).toBe(false);
    expect(stays(waiting("ContainerCreating"))).toBe(false);
    vi.advanceTimersByTime(1);
    expect(stays(waiting("ErrImagePull"))).toBe(false);
    vi.advanceTimersByTime(RUNNER.pull * 1000);
    expect(stays(waiting("ImagePullBackOff"))).toBe(true);
  });
});
