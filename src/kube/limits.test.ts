import { describe, expect, it } from "vitest";
import { backoff, retryAfter } from "./backoff.js";
import { durations } from "./durations.js";
import { Limiter } from "./limits.js";

describe("the limiter", () => {
  it("lets no more in at once than there are seats, in order", async () => {
    const limiter = new Limiter({ concurrent: 3, perSecond: 1e6, burst: 1e6 });
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    const visit = async (index: number): Promise<void> => {
      const leave = await limiter.enter();
      order.push(index);
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside--;
      leave();
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => visit(index)));
    expect(most).toBe(3);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("allows a burst, then the rate", async () => {
    const limiter = new Limiter({ concurrent: 100, perSecond: 100, burst: 10 });
    const started = performance.now();
    for (let index = 0; index < 10; index++) (await limiter.enter())();
    expect(performance.now() - started).toBeLessThan(90);
    for (let index = 0; index < 20; index++) (await limiter.enter())();
    expect(performance.now() - started).toBeGreaterThan(150);
  });

  it("gives seat and token back when the wait is given up", async () => {
    const limiter = new Limiter({ concurrent: 1, perSecond: 1, burst: 1 });
    const leave = await limiter.enter();
    const waiting = limiter.enter(AbortSignal.timeout(20));
    await expect(waiting).rejects.toMatchObject({ name: "TimeoutError" });
    leave();
    await expect(limiter.enter(AbortSignal.timeout(20))).rejects.toMatchObject({ name: "TimeoutError" });
    const started = performance.now();
    await limiter.enter();
    expect(performance.now() - started).toBeLessThan(1100);
  });
});

describe("pauses", () => {
  it("grow, and stay within bounds", () => {
    for (let n = 1; n < 40; n++) {
      const full = Math.min(durations.backoffLongest, durations.backoffFirst * 2 ** (n - 1));
      expect(backoff(n)).toBeGreaterThanOrEqual(full * 0.75);
      expect(backoff(n)).toBeLessThanOrEqual(full * 1.25);
    }
  });

  it("are read from Retry-After in both its forms", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(retryAfter("2", now)).toBe(2000);
    expect(retryAfter("Thu, 01 Jan 2026 00:00:03 GMT", now)).toBe(3000);
    expect(retryAfter("Thu, 01 Jan 2025 00:00:00 GMT", now)).toBe(0);
    expect(retryAfter("86400", now)).toBe(durations.retryAfterLongest);
    expect(retryAfter("soon", now)).toBeUndefined();
    expect(retryAfter(undefined, now)).toBeUndefined();
  });
});
