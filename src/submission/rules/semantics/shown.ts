import { citedFor, isClaimed } from "../../evidence/cited.js";
import { kindOf } from "../../evidence/kind.js";
import { isProven, saidOf } from "../../evidence/proof.js";
import { textOf } from "../../evidence/text.js";
import type { Submission } from "../../submission.js";
import type { Found } from "../define.js";

/** Something that a transcript must show for a requirement to have been tried. */
export interface Sign {
  /** What it is, behind "no". */
  what: string;
  /** Any of these shows it; line by line, so that none may need two lines. */
  seen: RegExp;
}

/** Something in a transcript that shows less than it seems to. */
export interface Flag {
  seen: RegExp;
  /** Stays silent where this is there too. */
  unless?: RegExp;
  message: string;
}

/** UTF-16 units of a transcript that are looked at. */
const LONGEST = 1024 * 1024;

/**
 * What the transcripts of a requirement do not show. Silent where there is none in the folder, as what is elsewhere
 * cannot be read here, and where the programme's own test passed.
 */
export function* shown(
  submission: Submission,
  requirement: string,
  signs: readonly Sign[],
  flags: readonly Flag[] = [],
): Generator<Found> {
  for (const claim of submission.document.claims) {
    if (claim.id?.value !== requirement || !isClaimed(claim) || isProven(saidOf(submission, claim))) continue;
    const transcripts = citedFor(submission, claim).filter((cited) => kindOf(cited) === "transcript");
    const [first] = transcripts;
    if (!first) continue;
    const files = new Map(
      transcripts.flatMap(({ file }) => (file ? [[file.path, textOf(file)?.slice(0, LONGEST)] as const] : [])),
    );
    const texts = [...files.values()].filter((text) => text !== undefined);
    if (texts.length === 0) continue;
    const has = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
    const names = [...files.keys()].join(", ");
    const at = { place: first.entry.place, quote: first.entry.value };
    const lacking = signs.filter(({ seen }) => !has(seen)).map(({ what }) => what);
    if (lacking.length > 0) yield { ...at, message: `${names} shows no ${lacking.join(", and no ")}` };
    for (const { seen, unless, message } of flags)
      if (has(seen) && !(unless && has(unless))) yield { ...at, message: `${names}: ${message}` };
  }
}
