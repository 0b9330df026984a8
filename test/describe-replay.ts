import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Verdict } from "../src/record/verdict.js";
import type { Requirement } from "../src/run/check.js";
import { altered, withoutNonce } from "./alter.js";
import { cases, recorded, rejudge, verdictOf } from "./replay.js";

/** What a recorded run must come to. Checks go by their name within the requirement; those not named passed. */
export interface Outcome {
  verdict: Verdict;
  fail?: readonly string[];
  inconclusive?: readonly string[];
}

/** Judges every recorded run of a requirement anew, whole and with parts of it lost. */
export function describeReplay(requirement: Requirement, outcomes: Readonly<Record<string, Outcome>>): void {
  test("every recorded run is named here", () => {
    expect(cases(requirement)).toEqual(Object.keys(outcomes).sort());
  });

  describe.each(Object.entries(outcomes))("%s", (name, { verdict, fail = [], inconclusive = [] }) => {
    const checks = recorded(requirement, name);

    test("is judged as it was", () => {
      const of = (wanted: Verdict): (string | undefined)[] =>
        checks.filter((one) => rejudge(one).verdict === wanted).map(({ check }) => check.id.split("/")[1]);
      expect({ fail: of("fail"), inconclusive: of("inconclusive") }).toEqual({ fail, inconclusive });
      expect(verdictOf(checks)).toBe(verdict);
    });

    describe.each(checks.map((one) => ({ id: one.check.id, one })))("$id", ({ one }) => {
      const judgement = rejudge(one);
      const cited = new Set(judgement.expectations.flatMap(({ evidence }) => evidence));

      if (judgement.verdict !== "pass")
        test("never passes for what is lost or garbled", () => {
          fc.assert(
            fc.property(altered(one.observations), (observations) => {
              expect(rejudge({ ...one, observations }).verdict).not.toBe("pass");
            }),
            { numRuns: 50 },
          );
        });

      if (judgement.verdict === "pass")
        test("does not pass without any of the evidence that it cites", () => {
          expect(cited.size).toBeGreaterThan(0);
          for (const name of cited) {
            const observations = one.observations.filter((observation) => observation.name !== name);
            expect(observations.length, `${name} was not observed`).toBeLessThan(one.observations.length);
            expect(rejudge({ ...one, observations }).verdict, `without ${name}`).not.toBe("pass");
          }
        });

      const setups = one.observations.filter(({ name }) => name === "setup");
      test.each(setups)("does not pass without the nonce", ({ data }) => {
        const { nonce } = data as { nonce: string };
        expect(rejudge({ ...one, observations: withoutNonce(one.observations, nonce) }).verdict).not.toBe("pass");
      });
    });
  });
}
