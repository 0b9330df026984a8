import type { ChecklistItem } from "../../record/checklist.js";
import type { RequirementState, RunState } from "../../record/fold.js";
import { requirementTest } from "../../report/names.js";
import { oneLine } from "../../report/visible.js";
import { conditionOf } from "../rules/spec/conditions.js";
import type { Status } from "../rules/statuses.js";
import type { Addition } from "./product.js";

/** What PRODUCT.yaml says of one requirement. */
export interface Answer {
  id: string;
  status: Status;
  notes: string;
  /** Whose word it is; a vendor's claim was not tested. `nobody` says that it is proven by neither. */
  by: "karat" | "vendor" | "nobody";
  /** Addresses that the vendor gave. */
  links: readonly string[];
  /** What a person has to look at before it is handed in. */
  human?: string;
}

/** Why a requirement keeps a run from being handed in. */
export interface Refusal {
  id: string;
  why: string;
}

/** What is known of one requirement of the checklist. */
export interface Question {
  item: ChecklistItem;
  /** Of the run; absent where the run had no check of it. */
  proven?: RequirementState | undefined;
  addition?: Addition | undefined;
}

/** UTF-16 units of a reason that a cluster had its say in. */
const REASON = 1_500;

/**
 * Answers one requirement of the checklist. Only a pass is called Implemented by karat; a vendor can claim what is
 * open, never contradict what was seen, and never claim a MUST.
 */
export function answer(run: RunState, question: Question): Answer | Refusal {
  const { item, proven, addition } = question;
  const verdict = proven?.verdict ?? "inconclusive";
  const claimed = addition?.status;
  if (verdict === "pass") return byKarat(run, question, "Implemented", "Proven");
  if (verdict === "n/a") return notApplicable(run, question);
  if (item.level === "MUST") return { id: item.id, why: `${verdict}: ${reasonOf(proven)}` };
  if (verdict === "fail") {
    if (claimed !== undefined && claimed !== "Not Implemented")
      return { id: item.id, why: `the product file says ${claimed}, and the run saw it fail: ${reasonOf(proven)}` };
    return byKarat(run, question, "Not Implemented", "Seen to fail");
  }
  if (addition === undefined || claimed === undefined || claimed === "Not Implemented") return open(question);
  return byVendor(question, addition, claimed);
}

/** Whether the run itself is what an answer stands on. */
export function isShown({ by, status }: Answer): boolean {
  return by === "karat" && status !== "Not Implemented";
}

export function isRefusal(given: Answer | Refusal): given is Refusal {
  return "why" in given;
}

function notApplicable(run: RunState, question: Question): Answer | Refusal {
  const { item, proven, addition } = question;
  const condition = conditionOf(item.id);
  const { id } = item;
  if (item.level === "MUST" && condition === undefined)
    return {
      id,
      why: `the run proves that it does not apply, and the checklist has no such case: ${reasonOf(proven)}`,
    };
  if (addition?.status !== undefined && addition.status !== "N/A")
    return { id, why: `the product file says ${addition.status}, and the run proves that it does not apply` };
  const given = byKarat(run, question, "N/A", "Does not apply, by the proof in the record");
  if (item.level !== "MUST" || condition === undefined) return given;
  return { ...given, human: `is a MUST where ${condition.holds}: a person must judge that it is not so here` };
}

function byKarat(run: RunState, { item, proven, addition }: Question, status: Status, how: string): Answer {
  const { tool, cluster } = run;
  const where = `karat ${tool.version}, run ${run.run} on Kubernetes ${cluster.version}`;
  const notes = `${how} (${requirementTest(item.id)} of ${where}): ${reasonOf(proven)}.`;
  return { id: item.id, status, by: "karat", notes: joined(notes, addition), links: addition?.evidence ?? [] };
}

function byVendor({ item, proven }: Question, addition: Addition, status: Status): Answer | Refusal {
  const { id } = item;
  if (status === "N/A" && addition.notes === undefined)
    return { id, why: "the product file says N/A without notes that say why" };
  if (status !== "N/A" && addition.evidence.length === 0)
    return { id, why: `the product file says ${status} without evidence` };
  const notes = `The vendor's own claim about ${id}, not proven by karat: ${reasonOf(proven)}.`;
  return { id, status, by: "vendor", notes: joined(notes, addition), links: addition.evidence };
}

/** Evidence of what is not implemented would contradict itself, so a vendor's links are left out. */
function open({ item, proven, addition }: Question): Answer {
  const notes = `Not proven, and not claimed, for ${item.id}: ${reasonOf(proven)}.`;
  return { id: item.id, status: "Not Implemented", by: "nobody", notes: joined(notes, addition), links: [] };
}

function joined(notes: string, addition: Addition | undefined): string {
  const said = addition?.notes === undefined ? "" : ` The vendor says: ${oneLine(addition.notes, 4_000)}`;
  return `${notes}${said}`;
}

function reasonOf(proven: RequirementState | undefined): string {
  if (proven === undefined || proven.checks.length === 0) return "the run had no check of it";
  return oneLine(proven.reason, REASON).replace(/\.$/, "");
}
