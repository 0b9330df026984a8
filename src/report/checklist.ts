import type { Checklist } from "../record/checklist.js";
import type { RequirementState, RunState } from "../record/fold.js";
import { departures } from "../spec/levels.js";
import { isOfficial } from "../spec/pins.js";
import { count } from "./words.js";

/** Which checklist a run was held against, and whose it is. */
export function checklistInWords(checklist: Checklist): string {
  const { minor, sha256, requirements } = checklist;
  const name = `checklist ${minor}, ${count(requirements.length, "requirement")}`;
  const departing = departures(checklist).length;
  const differs = departing === 0 ? "with the programme's ids and levels" : `${departing} ids or levels differ`;
  if (sha256 === undefined) return `${name}: ids and levels as karat knows them, the official wording was not read`;
  if (isOfficial(checklist)) return `${name}: the programme's own file`;
  return `${name}: not the programme's own file, ${differs} (sha256 ${sha256})`;
}

/**
 * Requirements that stand for a test in the formats of test reports. A SHOULD that the run had no check of is none: no
 * test was left out. A MUST always is one.
 */
export function tested({ requirements }: RunState): RequirementState[] {
  return requirements.filter(({ level, checks }) => checks.length > 0 || level !== "SHOULD");
}
