import { expect, test } from "vitest";
import { judged, Undecidable, type Expect } from "./judge.js";

const held = { held: true, expected: "a", seen: "a", evidence: ["x"] };
const broken = { held: false, expected: "a", seen: "b", evidence: ["x"] };
const lacking = (): never => {
  throw new Undecidable("y is missing");
};

test.each<[string, (expect: Expect) => void, string, string]>([
  ["nothing expected", () => {}, "inconclusive", "nothing was expected"],
  ["all held", (say) => say("it does", held), "pass", "it does"],
  ["one broken", (say) => (say("it does", held), say("it is", broken)), "fail", "it is: expected a, saw b"],
  ["a fact missing", lacking, "inconclusive", "cannot be judged: y is missing"],
  [
    "a fact missing after a broken one",
    (say) => (say("it is", broken), lacking()),
    "inconclusive",
    "cannot be judged: y is missing (before that, it is: expected a, saw b)",
  ],
])("%s", (_, judge, verdict, reason) => {
  expect(judged(judge)).toMatchObject({ verdict, reason });
});
