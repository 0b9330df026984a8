import type { Checklist } from "../record/checklist.js";
import { departures, minorOf } from "../spec/levels.js";
import { isOfficial } from "../spec/pins.js";
import type { Verification } from "./verification.js";

/** Holds a record's checklist against the programme's: what is said to be the programme's must have its ids and levels. */
export function checkChecklist(checklist: Checklist | undefined, result: Verification): void {
  if (checklist === undefined) return;
  const { minor, sha256 } = checklist;
  const differing = departures(checklist);
  const official = sha256 === undefined || isOfficial(checklist);
  if (!official) {
    const how = differing.length === 0 ? "it has the programme's ids and levels" : differing.join("; ");
    result.notes.push(`checklist ${minor} was not the programme's own file (sha256 ${sha256}): ${how}`);
  } else if (minorOf(minor) === undefined) {
    result.doubts.push({ code: "unknown-checklist", what: `checklist ${minor} is none that this karat knows` });
  } else if (differing.length > 0) {
    const what = `checklist ${minor} cannot be right: ${differing.join("; ")}`;
    result.problems.push({ code: "checklist", what });
  }
}
