import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Gap } from "../kube/watch.js";
import { Outages } from "./outages.js";
import type { SharedStores } from "./shared-stores.js";

const START = Date.UTC(2026, 0);
let gaps: Gap[];
beforeEach(() => {
  gaps = [];
  vi.useFakeTimers({ now: START });
});
afterEach(() => vi.useRealTimers());

function outages(resumed = false): Outages {
  const stores: Pick<SharedStores, "of" | "outages"> = {
    of: () => ({}) as ReturnType<SharedStores["of"]>,
    outages: (from) => gaps.filter(({ to }) => to >= from),
  };
  return new Outages(stores as SharedStores, resumed);
}

/** The server was away for so many seconds, up to now. */
const away = (seconds: number): void =>
  void gaps.push({ from: Date.now() - seconds * 1000, to: Date.now(), cause: "reset" });

async function secondsToSettle(of: Outages): Promise<number> {
  const settled = of.settle(new AbortController().signal).then(() => (Date.now() - START) / 1000);
  await vi.advanceTimersByTimeAsync(300_000);
  return settled;
}

describe("an outage", () => {
  it("spoils what it fell into, and nothing after it", () => {
    const watched = outages();
    away(12);
    expect(() => watched.refuse(START - 20_000)).toThrow("the API server was away for 12 s in the middle: reset");
    expect(() => watched.refuse(START - 5_000)).toThrow("away");
    expect(() => watched.refuse(START + 1)).not.toThrow();
  });

  it("is none when a watch only moved to another server", async () => {
    const watched = outages();
    away(1.9);
    expect(() => watched.refuse(START - 20_000)).not.toThrow();
    expect(await secondsToSettle(watched)).toBe(0);
  });

  it.each([
    [2, 14],
    [20, 50],
    [60, 75],
  ])("of %i s is waited for %i s more, until controllers have found the server again", async (seconds, more) => {
    const watched = outages();
    away(seconds);
    expect(await secondsToSettle(watched)).toBe(more);
  });

  it("that lasts is waited for, and what comes while it is waited for", async () => {
    const watched = outages();
    away(20);
    setTimeout(() => away(10), 40_000);
    expect(await secondsToSettle(watched)).toBe(40 + 30);
  });

  it("whose end nobody saw may have ended just now", async () => {
    expect(await secondsToSettle(outages(true))).toBe(75);
  });

  it("does not keep a run that is to stop", async () => {
    const watched = outages(true);
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(new Error("stop")), 1_000);
    const settled = watched.settle(stopping.signal).then(() => (Date.now() - START) / 1000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await settled).toBe(1);
  });
});
