import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Kube } from "../kube/client.js";
import type { Store } from "../kube/store.js";
import type { ApiObject } from "../record/facts.js";
import { readContainerLog } from "./container-log.js";
import { RUNNER } from "./durations.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const whole = (text: string): boolean => text.endsWith("end\n");

/** Reads until it ends, in no time; how long it would have taken, seconds, and what came of it. */
async function read(
  state: ApiObject,
  answer: (seconds: number) => { status: number; text: string; truncated?: true },
  timeoutFactor = 1,
) {
  const pod: ApiObject = {
    spec: { containers: [{ name: "probe" }] },
    status: { containerStatuses: [{ name: "probe", state }] },
  };
  const begin = Date.now();
  const elapsed = (): number => (Date.now() - begin) / 1000;
  const store = {
    get: () => pod,
    until: async (predicate: (store: Store) => unknown) => predicate(store as unknown as Store),
  };
  const reading = readContainerLog({
    kube: { logs: async () => ({ truncated: false, ...answer(elapsed()) }) } as unknown as Kube,
    store: store as unknown as Store,
    pod: { namespace: "n", name: "p" },
    options: { within: 60, whole },
    timeoutFactor,
    signal: new AbortController().signal,
  });
  const ended = reading.then((log) => ({ log, seconds: elapsed() }));
  await vi.advanceTimersByTimeAsync(200_000);
  return ended;
}

const near = (seconds: number, wanted: number): void => expect(Math.abs(seconds - wanted)).toBeLessThanOrEqual(0.5);

describe("a container's log", () => {
  test("that is whole is taken at once", async () => {
    const { log, seconds } = await read({ running: {} }, () => ({ status: 200, text: "end\n" }));
    expect([log.text, seconds]).toEqual(["end\n", 0]);
  });
  test("that grows is read to the end of its time", async () => {
    const { log, seconds } = await read({ running: {} }, (at) => ({
      status: 200,
      text: at < 40 ? "line\n" : "line\nend\n",
    }));
    expect(log.text).toBe("line\nend\n");
    near(seconds, 40);
  });
  test("that stays empty is given up long before", async () => {
    near((await read({ running: {} }, () => ({ status: 200, text: "" }))).seconds, RUNNER.firstLine);
    near((await read({ running: {} }, () => ({ status: 200, text: "" }), 3)).seconds, 3 * RUNNER.firstLine);
  });
  test("that is longer than what is read of it is read once", async () => {
    const { log, seconds } = await read({ running: {} }, () => ({ status: 200, text: "x", truncated: true }));
    expect([log.truncated, seconds]).toEqual([true, 0]);
  });
  test("that is refused is given up as well, and says so", async () => {
    const { log, seconds } = await read({ running: {} }, () => ({ status: 502, text: "no kubelet" }));
    expect(log).toMatchObject({ text: "", refused: { status: 502, message: "no kubelet" } });
    near(seconds, RUNNER.firstLine);
  });
  test("that is refused for a moment is read then", async () => {
    const { log } = await read({ terminated: {} }, (at) =>
      at < 5 ? { status: 502, text: "" } : { status: 200, text: "end\n" },
    );
    expect(log.text).toBe("end\n");
  });
  test("of a container that has ended gets no more lines", async () => {
    const { log, seconds } = await read({ terminated: {} }, () => ({ status: 200, text: "line\n" }));
    expect(log.text).toBe("line\n");
    near(seconds, RUNNER.lastLines);
  });
  test("of a container that has not started is asked for once", async () => {
    expect((await read({ waiting: {} }, () => ({ status: 400, text: "waiting to start" }))).seconds).toBe(0);
  });
});
