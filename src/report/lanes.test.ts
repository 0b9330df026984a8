import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event } from "../record/events.js";
import { attempts, type Attempt } from "./attempts.js";
import { Clock } from "./clock.js";
import { lanes } from "./lanes.js";
import { sampleSource } from "./testing.js";
import { sampleRun } from "./testing-run.js";

const { state, events } = sampleSource(sampleRun());
const some = attempts(state, events);

describe("attempts", () => {
  test("are those that started, each with its span, node and steps", () => {
    expect(some).toHaveLength(10);
    const named = some.find((one) => one.check.plan.id === "dra_support/named-device");
    expect(named).toMatchObject({ number: 1, node: "worker-1", devices: 1, verdict: "pass" });
    expect((named?.to ?? 0) - (named?.from ?? 0)).toBe(7_900);
    expect(named?.steps).toHaveLength(3);
  });

  test("that a kill cut short end with the run's last sign of life, inconclusive", () => {
    const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
    const id = "dra_support/plain-pod";
    const start = { type: "check.started", check: id, namespace: "n", devices: 0 } as const;
    const told = [
      { ...start, attempt: 1, at: at(0) },
      { type: "check.step", check: id, attempt: 1, text: "x", at: at(3) },
      { type: "run.resumed", tool: { name: "karat", version: "0" }, at: at(1000) },
      { ...start, attempt: 2, at: at(1001) },
    ] as unknown as Event[];
    const check = { ...state.requirements[0]?.checks[0], attempt: 2 };
    const requirements = [{ ...state.requirements[0], checks: [check] }];
    const [first, second] = attempts({ ...state, lastAt: at(1010), requirements } as typeof state, told);
    expect(first).toMatchObject({ number: 1, verdict: "inconclusive", to: Date.parse(at(3)) });
    expect(second).toMatchObject({ number: 2, verdict: "pass", to: Date.parse(at(1010)) });
    const clock = new Clock(told);
    expect(clock.length).toBe(4_000);
    expect(clock.cuts).toEqual([{ at: 3_000, gap: 997_000 }]);
    expect(clock.at(Date.parse(at(1001)))).toBe(4_000);
    expect(clock.at(Date.parse(at(500)))).toBe(3_000);
  });
});

test("lanes never draw two attempts over each other", () => {
  const [sample] = some;
  if (!sample) throw new Error("the sample has attempts");
  const span = fc.record({
    from: fc.nat(1000),
    length: fc.nat(300),
    devices: fc.nat(4),
    node: fc.constantFrom("a", "b", undefined),
  });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
      const drawn = spans.map(({ from, length, ...rest }): Attempt => ({
        ...sample,
        ...rest,
        from,
        to: from + length,
      }));
      const packed = lanes(drawn);
      expect(packed.flatMap((lane) => lane.bars)).toHaveLength(drawn.length);
      for (const { bars, rows } of packed) {
        for (const [index, one] of bars.entries()) {
          expect(one.row + one.height).toBeLessThanOrEqual(rows);
          for (const other of bars.slice(index + 1)) {
            const apart = one.attempt.to <= other.attempt.from || other.attempt.to <= one.attempt.from;
            const beside = one.row + one.height <= other.row || other.row + other.height <= one.row;
            expect(apart || beside).toBe(true);
          }
        }
      }
    }),
  );
});

test("the clock runs forward and within its length, whatever the times say", () => {
  const times = fc.array(fc.record({ at: fc.integer({ min: 0, max: 10_000 }), resumed: fc.boolean() }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(times, fc.nat(10_000), fc.nat(10_000), (times, a, b) => {
      const clock = new Clock(
        times.map(
          ({ at, resumed }) =>
            ({ at: new Date(at).toISOString(), type: resumed ? "run.resumed" : "x" }) as unknown as Event,
        ),
      );
      for (const moment of [a, b]) {
        expect(clock.at(moment)).toBeGreaterThanOrEqual(0);
        expect(clock.at(moment)).toBeLessThanOrEqual(clock.length);
      }
      const sorted = times.every((one, index) => index === 0 || (times[index - 1]?.at ?? 0) <= one.at);
      expect(!sorted || clock.at(Math.min(a, b)) <= clock.at(Math.max(a, b))).toBe(true);
    }),
  );
});
