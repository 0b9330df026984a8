import { isClaimed } from "../../evidence/cited.js";
import { isLayered } from "../../layers.js";
import { rule } from "../define.js";

const OWNER = /\blayer(?:ed|s)?\b|\bbase\b|\b(?:owned|provided|implemented|supplied) by\b/i;

export const owners = rule({
  id: "LAYER-002",
  severity: "error",
  title: "In a layered product every requirement names the layer and component that owns it",
  why: "Only then can anybody tell what this product does from what it found there (faq.md).",
  mend: "Begin the notes with the layer and the component, and whether it replaces, matches or extends the base.",
  *find(submission, { others = [] }) {
    if (!isLayered(submission, others)) return;
    for (const claim of submission.document.claims) {
      if (!isClaimed(claim) || OWNER.test(claim.notes?.value ?? "")) continue;
      const message = `the notes of ${claim.id?.value ?? "a requirement"} do not say which layer owns it`;
      yield { message, place: claim.notes?.place ?? claim.place };
    }
  },
});
