import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunState } from "../record/fold.js";
import { VERDICTS, type Verdict } from "../record/verdict.js";
import { overall } from "./overall.js";
import { sampleSource } from "./testing.js";
import { sampleRun } from "./testing-run.js";

const base = sampleSource(sampleRun()).state;

function state(verdicts: readonly string[], change: Partial<RunState> = {}): RunState {
  const requirements = verdicts.map((verdict, index) => ({
    id: `r${index}`,
    verdict: verdict as Verdict,
    reason: "",
    checks: [],
  }));
  return { ...base, requirements, finished: true, ...change };
}

describe("overall", () => {
  test("passes only a finished, sound run in which something passed and nothing is open", () => {
    const verdicts = fc.array(fc.constantFrom<string>(...VERDICTS, "", "PASS", "unknown"), { maxLength: 5 });
    fc.assert(
      fc.property(verdicts, fc.boolean(), fc.boolean(), (verdicts, finished, sound) => {
        const { verdict } = overall(state(verdicts, { finished }), sound ? [] : ["altered"]);
        const clean = verdicts.includes("pass") && verdicts.every((one) => ["pass", "skip", "n/a"].includes(one));
        expect(verdict === "pass").toBe(finished && sound && clean);
        expect(verdict === "fail").toBe(sound && verdicts.includes("fail"));
      }),
    );
  });

  test.each([
    [["pass", "pass"], "All 2 requirements pass"],
    [["pass"], "The requirement passes"],
    [["pass", "fail", "inconclusive"], "1 of 3 requirements passes, 1 fails, 1 inconclusive"],
    [["fail", "fail"], "Of 2 requirements, none passes: 2 fail"],
    [["pass", "skip"], "1 of 2 requirements passes, 1 skipped"],
    [[], "No requirement was tested"],
  ])("says %j as a sentence", (verdicts, sentence) => {
    expect(overall(state(verdicts)).headline).toBe(sentence);
  });

  test("says why the whole is not what its parts are", () => {
    expect(overall(state(["pass"], { finished: false, interruptedBy: "SIGINT" })).because).toBe(
      "interrupted by SIGINT",
    );
    expect(overall(state(["pass"], { finished: false })).because).toBe("the run did not finish");
    expect(overall(state(["skip"])).because).toBe("nothing was proven");
    expect(overall(state(["pass"]), ["line 3 was altered"])).toMatchObject({
      verdict: "inconclusive",
      because: "the record is not sound",
    });
  });
});

describe("overall, held against a checklist", () => {
  const checklist = { minor: "1.36", requirements: [] };
  const held = (musts: readonly string[], shoulds: readonly string[], finished = true): RunState => {
    const whole = state([...musts, ...shoulds, "fail"], { checklist, finished });
    const levelled = whole.requirements.map((one, index) => {
      if (index < musts.length) return { ...one, level: "MUST" as const };
      return index < musts.length + shoulds.length ? { ...one, level: "SHOULD" as const } : one;
    });
    return { ...whole, requirements: levelled };
  };

  test("passes only when every MUST passed or does not apply; what is no MUST decides nothing", () => {
    const verdicts = fc.array(fc.constantFrom<string>(...VERDICTS, "", "PASS"), { maxLength: 4 });
    fc.assert(
      fc.property(verdicts, verdicts, fc.boolean(), (musts, shoulds, finished) => {
        const { verdict } = overall(held(musts, shoulds, finished));
        const clean = musts.includes("pass") && musts.every((one) => ["pass", "n/a"].includes(one));
        expect(verdict === "pass").toBe(finished && clean);
        expect(verdict === "fail").toBe(musts.includes("fail"));
      }),
    );
  });

  test.each([
    [["pass", "pass"], "All 2 MUSTs of checklist 1.36 pass", ""],
    [["pass", "inconclusive"], "1 of 2 MUSTs of checklist 1.36 passes, 1 inconclusive", ""],
    [["pass", "skip"], "1 of 2 MUSTs of checklist 1.36 passes, 1 skipped", "not every MUST was run"],
    [[], "No MUST of checklist 1.36 was tested", "nothing was proven"],
  ])("says %j as a sentence", (musts, headline, because) => {
    expect(overall(held(musts, ["fail"]))).toMatchObject({ headline, because });
  });
});
