import { rule, type Found } from "../define.js";
import { answered, placeIn, type Answered } from "./expected.js";
import { citedEvidence } from "./evidence.js";

const ADDRESS = /https?:\/\/[^\s<>"')\]]{1,2000}/;

export const entryIncoherent = rule({
  id: "SPEC-011",
  severity: "warn",
  title: "Evidence stands in its list, of what is implemented, and every requirement has a status.",
  why: "Whoever checks evidence follows the list; what stands elsewhere, or proves what is not claimed, is lost.",
  mend: "Move addresses from the notes to the evidence, and write a status for each SHOULD.",
  *find(submission, context) {
    for (const each of answered(submission, context)) yield* incoherences(each);
  },
});

function* incoherences({ claim, requirement }: Answered): Generator<Found> {
  const { id, level } = requirement;
  const status = claim.status?.value.trim() ?? "";
  const cited = citedEvidence(claim);
  const address = ADDRESS.exec(claim.notes?.value ?? "")?.[0];
  if (level === "SHOULD" && status === "") {
    const fix = "write Implemented, Partially Implemented, Not Implemented or N/A";
    yield { message: `${id} is left blank`, place: placeIn(claim, "status"), fix };
  }
  if (address !== undefined && cited.length === 0) {
    const message = `the notes of ${id} name an address, and its evidence is empty`;
    yield { message, place: placeIn(claim, "notes"), quote: address, fix: "move the address to the evidence" };
  }
  const [first] = cited;
  if (status === "Not Implemented" && first) {
    const message = `${id} is Not Implemented, and has evidence`;
    const fix = "move it to the notes, or correct the status";
    yield { message, place: first.place, quote: first.value, fix };
  }
}
