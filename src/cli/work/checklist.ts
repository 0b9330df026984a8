import { join } from "node:path";
import type { Kube } from "../../kube/index.js";
import { cacheRoot } from "../../lab/names.js";
import type { Checklist } from "../../record/checklist.js";
import { requirements } from "../../requirements/index.js";
import { requireKnown } from "../../run/select.js";
import { checklistFor, loadChecklist, type Loaded } from "../../spec/load.js";
import type { SelectionOptions } from "../cluster.js";

/**
 * The checklist of the cluster's own minor. Says on stderr when the wording is missing.
 * @throws ChecklistError, KubeError
 */
export async function clusterChecklist(kube: Kube, signal: AbortSignal): Promise<Checklist> {
  const version = await kube.get("/version", { signal });
  return noted(await checklistFor(String(version?.["gitVersion"]), { cache: checklistCache() }));
}

/**
 * The checklist that was asked for, undefined when none was, with the selection held against it: what is wrong with
 * either is said before anything is asked of a cluster.
 * @throws ChecklistError, UnknownSelection
 */
export async function chosenChecklist(options: SelectionOptions): Promise<Checklist | undefined> {
  const { checklist: asked, only = [], skip = [] } = options;
  // Once without: it may have to be downloaded.
  requireKnown({ only, skip }, requirements);
  if (asked === undefined) return undefined;
  const checklist = await namedChecklist(asked);
  requireKnown({ only, skip }, requirements, checklist);
  return checklist;
}

/**
 * A checklist by its minor or file. Says on stderr when the wording is missing.
 * @throws ChecklistError
 */
export async function namedChecklist(asked: string): Promise<Checklist> {
  return noted(await loadChecklist(asked, { cache: checklistCache() }));
}

/** Where downloaded checklists are kept. */
export function checklistCache(): string {
  return join(cacheRoot(), "checklists");
}

function noted({ checklist, note }: Loaded): Checklist {
  if (note !== undefined) process.stderr.write(`karat: ${note}\n`);
  return checklist;
}
