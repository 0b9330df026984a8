import { ChecklistError } from "../spec/error.js";
import { LARGEST } from "../spec/parse.js";
import { sectionedChecklist } from "../submission/checklist.js";
import { SubmissionError } from "../submission/error.js";
import type { SectionedChecklist } from "../submission/rule.js";
import type { Tree } from "../submission/tree.js";

/**
 * The checklist that the base branch has for a minor; undefined where it has none that can be read. What a pull request
 * says of a checklist judges nothing.
 */
export async function baseChecklist(base: Tree, minor: string): Promise<SectionedChecklist | undefined> {
  const path = `docs/AIConformance-${minor}.yaml`;
  try {
    return sectionedChecklist(await base.read(path, LARGEST), path);
  } catch (error) {
    if (error instanceof SubmissionError || error instanceof ChecklistError) return undefined;
    throw error;
  }
}
