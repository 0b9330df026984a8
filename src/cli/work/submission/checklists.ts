import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { download } from "../../../spec/download.js";
import { minorOf } from "../../../spec/levels.js";
import { readChecklist } from "../../../spec/load.js";
import { PINS } from "../../../spec/pins.js";
import { sectionedChecklist } from "../../../submission/checklist.js";
import { SubmissionError } from "../../../submission/error.js";
import type { SectionedChecklist } from "../../../submission/rule.js";
import { checklistCache } from "../checklist.js";
import { UsageError } from "../usage.js";

/**
 * The programme's checklists of some minors; those that it does not have are absent.
 * @param given folder of AIConformance-X.Y.yaml, or one file; what is not there is downloaded
 * @throws ChecklistError, UsageError for what is given; SubmissionError where one cannot be had
 */
export async function checklistsOf(
  minors: Iterable<string>,
  given: string | undefined,
): Promise<Map<string, SectionedChecklist>> {
  const checklists = given === undefined ? new Map<string, SectionedChecklist>() : readGiven(given);
  for (const minor of minors) {
    const known = minorOf(minor);
    if (known === undefined || checklists.has(minor)) continue;
    checklists.set(minor, sectionedChecklist(await official(known), `AIConformance-${minor}.yaml`));
  }
  return checklists;
}

function readGiven(given: string): Map<string, SectionedChecklist> {
  const files = filesIn(given);
  const read = files.map((file) => sectionedChecklist(readChecklist(file), file));
  return new Map(read.map((checklist) => [checklist.minor, checklist]));
}

function filesIn(given: string): string[] {
  const stat = statSync(given, { throwIfNoEntry: false });
  const next = "name the folder of AIConformance-X.Y.yaml, such as docs/ of the programme's repository";
  if (!stat) throw new UsageError(`--checklists ${given}: there is no such folder or file`, next);
  if (!stat.isDirectory()) return [given];
  const names = readdirSync(given).filter((name) => /^AIConformance-\d+\.\d+\.yaml$/.test(name));
  if (names.length === 0) throw new UsageError(`--checklists ${given}: no checklist is there`, next);
  return names.map((name) => join(given, name));
}

/** Without it most rules would be silent, and silence would be taken for a pass. */
async function official(minor: keyof typeof PINS): Promise<Uint8Array> {
  try {
    return await download(PINS[minor], { cache: checklistCache() });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `nothing was checked: the checklist of ${minor} could not be read (${why})`;
    throw new SubmissionError("unreadable", message, "--checklists DIR gives it, from docs/ of the repository", {
      cause,
    });
  }
}
