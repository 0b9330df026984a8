import { join } from "node:path";
import type { Kube } from "../../kube/index.js";
import { cacheRoot } from "../../lab/names.js";
import type { Checklist } from "../../record/checklist.js";
import { checklistFor, loadChecklist, type Loaded } from "../../spec/load.js";

/**
 * The checklist that was asked for, or that of the cluster's own minor. Says on stderr when the wording is missing.
 * @throws ChecklistError, KubeError
 */
export async function checklistOf(asked: string | undefined, kube: Kube, signal: AbortSignal): Promise<Checklist> {
  if (asked !== undefined) return namedChecklist(asked);
  const version = await kube.get("/version", { signal });
  return noted(await checklistFor(String(version?.["gitVersion"]), { cache: cache() }));
}

/**
 * The same by name alone.
 * @throws ChecklistError
 */
export async function namedChecklist(asked: string): Promise<Checklist> {
  return noted(await loadChecklist(asked, { cache: cache() }));
}

function cache(): string {
  return join(cacheRoot(), "checklists");
}

function noted({ checklist, note }: Loaded): Checklist {
  if (note !== undefined) process.stderr.write(`karat: ${note}\n`);
  return checklist;
}
