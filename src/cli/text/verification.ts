import type { Problem, Signer, Verification, VerifiedRequirement } from "../../attest/verification.js";
import type { Verdict } from "../../record/verdict.js";
import { oneLine } from "../../report/visible.js";
import { bytes, count, VERDICT_WORDS } from "../../report/words.js";
import type { Colours } from "./colours.js";

/** How many problems are printed: an altered record may have one for each of its files. */
const SHOWN = 20;

/** What came of `karat verify`, for a person. Everything from the record is made visible: it may be hostile. */
export function verificationText(dir: string, found: Verification, colours: Colours): string {
  const { record, run, problems, doubts, notes } = found;
  const root = record.rootHash === undefined ? "" : `, root ${record.rootHash}`;
  const lines = [
    `${dir}: ${count(record.events, "event")}, ${count(record.blobs, "blob")}, ${bytes(record.bytes)}${root}`,
  ];
  if (run) {
    const by = `written by karat ${run.writtenBy} on Kubernetes ${run.cluster}, started ${run.startedAt}`;
    lines.push(oneLine(`${by}; judged again by karat ${found.judgedBy}`));
    if (run.challenge !== undefined) lines.push(oneLine(`answers the challenge ${run.challenge}`));
  }
  if (found.signed)
    lines.push(oneLine(`signed by ${signerText(found.signed.by)}, ${found.signed.at} by the signer's clock`));
  if (run) lines.push("");
  for (const requirement of found.requirements) lines.push(requirementLine(requirement, found, colours));
  if (problems.length > 0)
    lines.push("", colours.bold("What is wrong"), ...shown(problems, (item) => problemLines(item, colours)));
  if (doubts.length > 0) {
    lines.push(
      "",
      colours.bold("What cannot be judged"),
      ...shown(doubts, ({ what }) => [`  ${colours.yellow("?")} ${oneLine(what)}`]),
    );
  }
  if (notes.length > 0) lines.push("", colours.bold("Notes"), ...shown(notes, (note) => [`  · ${oneLine(note)}`]));
  lines.push("", conclusion(found, colours));
  return `${lines.join("\n")}\n`;
}

function signerText(by: Signer): string {
  if (by.kind === "key") return `the key ${by.id}`;
  return `${by.name}, identified by ${by.issuer}, logged ${by.loggedAt}`;
}

function requirementLine(requirement: VerifiedRequirement, found: Verification, colours: Colours): string {
  const { id, recorded, again, checks } = requirement;
  const unknown = checks.filter((check) => check.again === undefined).length;
  const compared =
    recorded === undefined
      ? "not recorded"
      : recorded === again
        ? `as recorded, ${count(checks.length, "check")}`
        : colours.red(`recorded ${recorded}`);
  const left = unknown > 0 ? `, ${unknown} of them unknown to karat ${found.judgedBy}` : "";
  return `  ${verdictText(again, colours)}  ${oneLine(id).padEnd(28)} ${compared}${left}`;
}

function verdictText(verdict: Verdict, colours: Colours): string {
  const { icon, word } = VERDICT_WORDS[verdict];
  const paint = {
    pass: colours.green,
    fail: colours.red,
    inconclusive: colours.yellow,
    skip: colours.dim,
    "n/a": colours.dim,
  };
  return paint[verdict](`${icon} ${word}`.padEnd(14));
}

function problemLines({ what, place, next }: Problem, colours: Colours): string[] {
  const lines = [`  ${colours.red("✗")} ${oneLine(what)}`];
  if (place?.expected !== undefined) lines.push(`      expected ${oneLine(place.expected, 200)}`);
  if (place?.found !== undefined) lines.push(`      found    ${oneLine(place.found, 200)}`);
  if (next !== undefined) lines.push(colours.dim(`      next: ${next}`));
  return lines;
}

function shown<T>(items: readonly T[], render: (item: T) => string[]): string[] {
  const lines = items.slice(0, SHOWN).flatMap(render);
  if (items.length > SHOWN) lines.push(`  … and ${items.length - SHOWN} more (--output json has them all)`);
  return lines;
}

function conclusion({ outcome, problems, doubts }: Verification, colours: Colours): string {
  if (outcome === "same") return colours.green("Same: the record is whole, and every verdict comes out again.");
  if (outcome === "different") return colours.red(`Different: ${count(problems.length, "problem")} in this record.`);
  return colours.yellow(`Undecided: nothing is wrong, but ${count(doubts.length, "thing")} cannot be judged.`);
}
