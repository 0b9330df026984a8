import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { altered, withoutNonce } from "../../../test/alter.js";
import { Facts } from "../../record/facts.js";
import { cases, recorded, rejudge, verdictOf } from "../../../test/replay.js";
import { gangScheduling } from "./index.js";

/** What each recorded run must come to: the requirement, then control, all-or-nothing and competing gangs. */
const VERDICTS: Record<string, [string, string, string, string]> = {
  healthy: ["pass", "pass", "pass", "pass"],
  "healthy-five-devices": ["pass", "pass", "pass", "pass"],
  "no-gang-scheduler": ["fail", "pass", "fail", "fail"],
  F28: ["fail", "pass", "fail", "fail"],
  F30: ["fail", "pass", "fail", "fail"],
  F31: ["fail", "pass", "fail", "fail"],
  F32: ["fail", "pass", "fail", "fail"],
  F64: ["inconclusive", "inconclusive", "inconclusive", "fail"],
  F65: ["inconclusive", "inconclusive", "inconclusive", "inconclusive"],
  "min-count-lost": ["fail", "pass", "fail", "fail"],
};

test("every recorded run is named here", () => {
  expect(cases(gangScheduling)).toEqual(Object.keys(VERDICTS).sort());
});

describe.each(Object.entries(VERDICTS))("%s", (name, [requirement, ...each]) => {
  const checks = recorded(gangScheduling, name);

  test("is judged as it was", () => {
    expect(checks.map((one) => rejudge(one).verdict)).toEqual(each);
    expect(verdictOf(checks)).toBe(requirement);
  });

  describe.each(checks.map((one) => ({ id: one.check.id, one })))("$id", ({ one }) => {
    const judgement = rejudge(one);

    test.runIf(judgement.verdict !== "pass")("never passes for what is lost or garbled", () => {
      fc.assert(
        fc.property(altered(one.observations), (observations) => {
          expect(rejudge({ ...one, observations }).verdict).not.toBe("pass");
        }),
        { numRuns: 100 },
      );
    });

    test.runIf(judgement.verdict === "pass")("does not pass without any of the evidence that it cites", () => {
      for (const name of new Set(judgement.expectations.flatMap(({ evidence }) => evidence))) {
        const observations = one.observations.filter((observation) => observation.name !== name);
        expect(rejudge({ ...one, observations }).verdict, name).not.toBe("pass");
      }
    });

    test("does not pass without the nonce", () => {
      const { nonce } = new Facts(one.observations).value("setup") as { nonce: string };
      expect(rejudge({ ...one, observations: withoutNonce(one.observations, nonce) }).verdict).not.toBe("pass");
    });
  });
});
