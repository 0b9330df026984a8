import { expect, test } from "vitest";
import fc from "fast-check";
import { binomialInterval } from "./binomial.js";

/** Exact, by Pascal's triangle in integers: P(X < low) and P(X > high) for probability 1/10. */
function tails(trials: number, low: number, high: number): { below: number; above: number } {
  let row = [1n];
  for (let n = 0; n < trials; n++) row = [1n, ...row.slice(1).map((each, at) => each + row[at]!), 1n];
  const masses = row.map((ways, count) => ways * 9n ** BigInt(trials - count));
  const all = 10n ** BigInt(trials);
  const share = (some: bigint[]): number => Number((some.reduce((a, b) => a + b, 0n) * 10n ** 12n) / all) / 1e12;
  return { below: share(masses.slice(0, low)), above: share(masses.slice(high + 1)) };
}

test("is the smallest interval that leaves at most half of the rest on either side", () => {
  for (const confidence of [0.99, 0.9999, 0.99999]) {
    const { low, high } = binomialInterval(400, 0.1, confidence);
    const half = (1 - confidence) / 2;
    expect(tails(400, low, high).below).toBeLessThanOrEqual(half);
    expect(tails(400, low, high).above).toBeLessThanOrEqual(half);
    expect(tails(400, low + 1, high - 1).below).toBeGreaterThan(half);
    expect(tails(400, low + 1, high - 1).above).toBeGreaterThan(half);
  }
});

test("knows small cases that can be counted by hand", () => {
  // Ten tosses of a coin: P(0) = 1/1024, P(0 or 1) = 11/1024.
  expect(binomialInterval(10, 0.5, 1 - 2 / 1023)).toEqual({ low: 1, high: 9 });
  expect(binomialInterval(10, 0.5, 1 - 2 / 1025)).toEqual({ low: 0, high: 10 });
  expect(binomialInterval(10, 0.5, 1 - 22 / 1023)).toEqual({ low: 2, high: 8 });
});

test("is a mirror image for the other share, and holds the mean", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (trials, p) => {
      const { low, high } = binomialInterval(trials, p, 0.9999);
      expect(low).toBeLessThanOrEqual(trials * p);
      expect(high).toBeGreaterThanOrEqual(Math.floor(trials * p));
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(trials);
    }),
  );
  const heavy = binomialInterval(400, 0.9, 0.99999);
  const light = binomialInterval(400, 0.1, 0.99999);
  expect(heavy).toEqual({ low: 400 - light.high, high: 400 - light.low });
});

test("tells an even split from the weights", () => {
  expect(binomialInterval(400, 0.9, 0.99999).low).toBeGreaterThan(binomialInterval(400, 0.5, 0.99999).high);
});
