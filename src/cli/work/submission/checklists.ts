import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { download } from "../../../spec/download.js";
import { minorOf } from "../../../spec/levels.js";
import { readChecklist } from "../../../spec/load.js";
import { PINS } from "../../../spec/pins.js";
import { sectionedChecklist } from "../../../submission/checklist.js";
import type { SectionedChecklist } from "../../../submission/rule.js";
import { checklistCache } from "../checklist.js";
import { UsageError } from "../usage.js";

/** Checklists of some minors; those that the programme does not have are in neither. */
export interface Checklists {
  read: ReadonlyMap<string, SectionedChecklist>;
  /** Why one that there is could not be had, by its minor. */
  missing: ReadonlyMap<string, string>;
}

/**
 * The programme's checklists of some minors.
 * @param given folder of AIConformance-X.Y.yaml, or one file; what is not there is downloaded
 * @throws ChecklistError, UsageError for what is given
 */
export async function checklistsOf(minors: ReadonlySet<string>, given: string | undefined): Promise<Checklists> {
  const read = given === undefined ? new Map<string, SectionedChecklist>() : readGiven(given, minors);
  const missing = new Map<string, string>();
  for (const minor of minors) {
    const known = minorOf(minor);
    if (known === undefined || read.has(minor)) continue;
    try {
      const bytes = await download(PINS[known], { cache: checklistCache() });
      read.set(minor, sectionedChecklist(bytes, `AIConformance-${minor}.yaml`));
    } catch (error) {
      missing.set(minor, error instanceof Error ? error.message : String(error));
    }
  }
  return { read, missing };
}

function readGiven(given: string, minors: ReadonlySet<string>): Map<string, SectionedChecklist> {
  const files = filesIn(given, minors);
  const read = files.map((file) => sectionedChecklist(readChecklist(file), file));
  return new Map(read.map((checklist) => [checklist.minor, checklist]));
}

/** Of a folder only what is asked for: a draft of the next one may lie beside it. */
function filesIn(given: string, minors: ReadonlySet<string>): string[] {
  const stat = statSync(given, { throwIfNoEntry: false });
  const next = "name the folder of AIConformance-X.Y.yaml, such as docs/ of the programme's repository";
  if (!stat) throw new UsageError(`--checklists ${given}: there is no such folder or file`, next);
  if (!stat.isDirectory()) return [given];
  const names = readdirSync(given).filter((name) => /^AIConformance-\d+\.\d+\.yaml$/.test(name));
  if (names.length === 0) throw new UsageError(`--checklists ${given}: no checklist is there`, next);
  const asked = new Set([...minors].map((minor) => `AIConformance-${minor}.yaml`));
  return names.filter((name) => asked.has(name)).map((name) => join(given, name));
}
