import { describe, expect, it } from "vitest";
import { faults } from "../../src/lab/faults/index.js";
import { requirementVerdict, type Verdict } from "../../src/record/verdict.js";
import { requirements } from "../../src/requirements/index.js";
import { otherwise, turns } from "./turns.js";

describe("what turned otherwise", () => {
  it("is what did not turn, turned in another way, or turned by itself", () => {
    const expected = { a: "fail", b: "fail", c: "fail|inconclusive", d: "pass|inconclusive", e: "n/a" } as const;
    expect(otherwise(expected, { a: "fail", b: "inconclusive", c: "inconclusive", f: "fail" })).toEqual({
      b: "expected fail, saw inconclusive",
      e: "expected n/a, saw pass",
      f: "expected pass, saw fail",
    });
  });
});

describe("what faults turn", () => {
  it("is known of every fault", () => {
    expect(Object.keys(turns)).toEqual(faults.map(({ id }) => id));
  });

  it.each(faults.map((fault) => [fault.id, fault] as const))(
    "%s: are checks, and break what it breaks",
    (id, fault) => {
      const turned = new Map(Object.entries(turns[id] ?? {}));
      const verdicts = requirements.map((requirement) => {
        const checks = requirement.checks.map((check) => {
          const verdict = (turned.get(check.id) ?? "pass").split("|")[0] as Verdict;
          turned.delete(check.id);
          return { kind: check.kind, verdict };
        });
        return [requirement.id, requirementVerdict(checks)] as const;
      });
      expect([...turned.keys()]).toEqual([]);
      const broken = verdicts.filter(([, verdict]) => verdict !== "pass").map(([requirement]) => requirement);
      expect(broken).toEqual(expect.arrayContaining(fault.breaks));
      // What it makes fail, it breaks.
      const failed = verdicts.filter(([, verdict]) => verdict === "fail").map(([requirement]) => requirement);
      expect(fault.breaks).toEqual(expect.arrayContaining(failed));
    },
  );
});
