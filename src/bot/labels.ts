import type { GitHub } from "./github.js";
import type { Repository } from "./repository.js";
import { isGone } from "./trouble.js";
import type { Outcome } from "./verdict.js";

/** One of these at most, by the outcome. They are the bot's by their name. */
const OUTCOME_LABELS: Readonly<Record<Exclude<Outcome, "none">, string>> = {
  passed: "karat/passed",
  failed: "karat/failed",
  "needs-human": "karat/needs-human",
};

export function outcomeLabel(outcome: Outcome): string | undefined {
  return outcome === "none" ? undefined : OUTCOME_LABELS[outcome];
}

/** Labels of an issue: GitHub allows 100. */
export async function labelsOf(github: GitHub, at: Repository, number: number): Promise<string[]> {
  const { data } = await github.rest.issues.listLabelsOnIssue({ ...at, issue_number: number, per_page: 100 });
  return data.map(({ name }) => name);
}

/**
 * Removes those of the bot's labels that are not wanted any more, and no others.
 * @param present labels that there are
 * @param own labels such as "v1.35" that the bot added before; a person's own are left
 */
export async function removeLabels(
  github: GitHub,
  at: Repository,
  number: number,
  { present, wanted, own }: { present: readonly string[]; wanted: readonly string[]; own: readonly string[] },
): Promise<void> {
  const removable = new Set([...Object.values(OUTCOME_LABELS), ...own]);
  for (const name of present) {
    if (!removable.has(name) || wanted.includes(name)) continue;
    try {
      await github.rest.issues.removeLabel({ ...at, issue_number: number, name });
    } catch (error) {
      // Somebody was faster.
      if (!isGone(error)) throw error;
    }
  }
}

/** Adds those that are wanted and not there. */
export async function addLabels(
  github: GitHub,
  at: Repository,
  number: number,
  { present, wanted }: { present: readonly string[]; wanted: readonly string[] },
): Promise<void> {
  const missing = wanted.filter((name) => !present.includes(name));
  if (missing.length > 0) await github.rest.issues.addLabels({ ...at, issue_number: number, labels: missing });
}
