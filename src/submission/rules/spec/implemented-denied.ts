import { rule } from "../define.js";
import type { Claim } from "../../document.js";
import { conditionOf } from "./conditions.js";
import { answered, placeIn } from "./expected.js";
import { stated } from "./sentences.js";

/** Notes that begin so deny the whole requirement, not a part of it. */
const OPENING = /^\s*(?:n\/a\b|not applicable\b|not implemented\b|not supported\b)/i;

export const implementedDenied = rule({
  id: "SPEC-008",
  severity: "error",
  title: "What is Implemented is not said in the same entry not to apply.",
  why: "One of the two is wrong: either the platform does it, or the requirement does not hold for it.",
  mend: "Write N/A with the reason where the condition does not hold, or take the sentence out of the notes.",
  *find(submission, context) {
    for (const { claim, requirement } of answered(submission, context)) {
      if (claim.status?.value !== "Implemented") continue;
      const denial = denialIn(claim, requirement.id);
      if (denial === undefined) continue;
      const message = `${requirement.id} is Implemented, and its entry says: ${denial.words}`;
      const fix = "correct the status or the entry, whichever is wrong";
      yield { message, place: denial.place, quote: denial.words, fix };
    }
  },
});

function denialIn(claim: Claim, id: string) {
  const notes = claim.notes?.value ?? "";
  const place = placeIn(claim, "notes");
  const words = OPENING.exec(notes)?.[0].trim() ?? stated(notes, conditionOf(id)?.absent ?? []);
  if (words !== undefined) return { words, place };
  const empty = claim.evidence.find(({ value }) => OPENING.test(value));
  return empty && { words: empty.value, place: empty.place };
}
