import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Batchable, batchesOf } from "./batches.js";

const fault = (spoils: string[], alone = false): Batchable => ({ alone, spoils: new Set(spoils) });

describe("batches", () => {
  it("take together what spoils different requirements", () => {
    const [a, b, ab, c] = [fault(["a"]), fault(["b"]), fault(["a", "b"]), fault(["c"])];
    expect(batchesOf([a, b, ab, c])).toEqual([[a, b, c], [ab]]);
  });

  it("leave alone what asks for it", () => {
    const [lonely, other] = [fault(["a"], true), fault(["b"])];
    expect(batchesOf([lonely, other])).toEqual([[lonely], [other]]);
    expect(batchesOf([other, lonely])).toEqual([[other], [lonely]]);
  });

  it("have every fault once, and no requirement twice in one", () => {
    const faults = fc.array(
      fc.record({
        alone: fc.boolean(),
        spoils: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d")).map((names) => new Set(names)),
      }),
    );
    fc.assert(
      fc.property(faults, (given) => {
        const batches = batchesOf(given);
        expect(batches.flat().sort(by(given))).toEqual(given);
        for (const batch of batches) {
          const spoilt = batch.flatMap(({ spoils }) => [...spoils]);
          expect(new Set(spoilt).size).toBe(spoilt.length);
          expect(batch.length === 1 || batch.every(({ alone }) => !alone)).toBe(true);
        }
      }),
    );
  });
});

const by =
  <T>(order: readonly T[]) =>
  (one: T, other: T): number =>
    order.indexOf(one) - order.indexOf(other);
