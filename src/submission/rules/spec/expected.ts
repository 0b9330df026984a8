import type { Level } from "../../../record/checklist.js";
import { knownChecklist, minorOf } from "../../../spec/levels.js";
import type { Claim } from "../../document.js";
import type { Place } from "../../finding.js";
import type { Context } from "../../rule.js";
import type { Submission } from "../../submission.js";

/** A requirement of the minor; section and wording only where the checklist itself was read. */
export interface Expected {
  id: string;
  level: Level;
  section?: string;
  wording?: string;
}

/** What a submission must answer, in the checklist's order: by what karat knows where nobody read the checklist. */
export function expected({ minor }: Submission, { checklist }: Context): readonly Expected[] {
  if (checklist) {
    return checklist.sections.flatMap(({ name, requirements }) =>
      requirements.map((requirement) => ({ ...requirement, section: name })),
    );
  }
  const known = minor === undefined ? undefined : minorOf(minor);
  return known === undefined ? [] : knownChecklist(known).requirements;
}

export function expectedOf(submission: Submission, context: Context): ReadonlyMap<string, Expected> {
  return new Map(expected(submission, context).map((each) => [each.id, each]));
}

/** A claim of a requirement that the checklist has. */
export interface Answered {
  claim: Claim;
  requirement: Expected;
}

/** Claims of known requirements, with what the checklist says of them. */
export function answered(submission: Submission, context: Context): Answered[] {
  const requirements = expectedOf(submission, context);
  return submission.document.claims.flatMap((claim) => {
    const requirement = requirements.get(claim.id?.value ?? "");
    return requirement ? [{ claim, requirement }] : [];
  });
}

/** Where to point for a part of a claim that may be missing. */
export function placeIn(claim: Claim, part: "id" | "description" | "level" | "status" | "notes"): Place {
  return claim[part]?.place ?? claim.id?.place ?? claim.place;
}
