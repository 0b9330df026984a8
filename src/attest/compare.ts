import type { Expectation, Judgement } from "../record/verdict.js";

/** How two judgements of the same facts differ. */
export interface Difference {
  /** `wording` when nobody would decide otherwise for it. */
  kind: "verdict" | "expectation" | "wording";
  /** "recorded …, judged again …" in plain words, naming the expectation. */
  what: string;
}

/** The first and weightiest difference; undefined when both say the same to the letter. */
export function difference(recorded: Judgement, again: Judgement): Difference | undefined {
  const expectation = differingExpectation(recorded.expectations, again.expectations);
  if (recorded.verdict !== again.verdict) {
    const because = expectation?.what ?? `recorded because ${recorded.reason}; judged again because ${again.reason}`;
    return { kind: "verdict", what: `recorded ${recorded.verdict}, judged again ${again.verdict} (${because})` };
  }
  if (expectation) return expectation;
  if (recorded.reason === again.reason) return undefined;
  return { kind: "wording", what: `recorded reason "${recorded.reason}", judged again "${again.reason}"` };
}

function differingExpectation(recorded: readonly Expectation[], again: readonly Expectation[]): Difference | undefined {
  const count = Math.max(recorded.length, again.length);
  let wording: Difference | undefined;
  for (let index = 0; index < count; index++) {
    const [before, after] = [recorded[index], again[index]];
    if (!before) return { kind: "expectation", what: `expectation "${after?.claim}" is not recorded` };
    if (!after)
      return { kind: "expectation", what: `recorded expectation "${before.claim}" is not made when judged again` };
    if (before.claim !== after.claim) {
      return { kind: "expectation", what: `recorded expectation "${before.claim}", judged again "${after.claim}"` };
    }
    if (before.held !== after.held) {
      return {
        kind: "expectation",
        what: `expectation "${before.claim}": recorded as ${holds(before)}, judged again ${holds(after)}`,
      };
    }
    wording ??= differingWords(before, after);
  }
  return wording;
}

function holds({ held, seen }: Expectation): string {
  return `${held ? "held" : "not held"} (saw ${seen})`;
}

function differingWords(before: Expectation, after: Expectation): Difference | undefined {
  for (const field of ["expected", "seen"] as const) {
    if (before[field] !== after[field]) {
      const what = `expectation "${before.claim}": recorded ${field} "${before[field]}", judged again "${after[field]}"`;
      return { kind: "wording", what };
    }
  }
  if (before.evidence.join("\n") === after.evidence.join("\n")) return undefined;
  const what = `expectation "${before.claim}": recorded evidence ${before.evidence.join(", ")}, judged again ${after.evidence.join(", ")}`;
  return { kind: "wording", what };
}
