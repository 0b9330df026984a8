import type { Event } from "../record/events.js";
import type { RunState } from "../record/fold.js";
import { RecordReader } from "../record/reader.js";
import { requirementState } from "../record/requirement.js";
import { checkChecklist } from "./checklist.js";
import { cleanedProblems } from "./cleaned.js";
import { checkCluster } from "./cluster.js";
import { clusterTimeProblems, createdIn } from "./cluster-times.js";
import { eventTimeProblems } from "./event-times.js";
import { integrity } from "./integrity.js";
import { nonceProblems } from "./nonces.js";
import { checkReports } from "./reports.js";
import { rejudge, type Rejudged } from "./rejudge.js";
import type { Judge, Verification, VerifiedCheck, VerifiedRequirement } from "./verification.js";

export interface VerifyOptions {
  /** By check id. */
  judges: ReadonlyMap<string, Judge>;
  /** Version of karat that the judges are of. */
  version: string;
}

/**
 * Judges a record again. Checks the chain, every blob and derived file and that nothing else lies there, runs every
 * judge on the recorded facts, folds the verdicts anew, makes the reports anew, and compares with what the record says.
 * @throws RecordError `not-a-record` when there is nothing to verify; everything else is in the result
 */
export function verify(dir: string, options: VerifyOptions): Verification {
  return concluded(judgeRecord(dir, options).result);
}

/** What a record tells of its run. */
export interface Found {
  state: RunState;
  /** By the cluster's clock; undefined where the record shows nothing that the run created. */
  created: ReturnType<typeof createdIn>;
}

/** The same without its conclusion, for whoever has more to hold against the record; with what it tells, if it is whole. */
export function judgeRecord(dir: string, { judges, version }: VerifyOptions): { result: Verification; found?: Found } {
  const reader = new RecordReader(dir);
  const { state, events, blobs, bytes, problems, doubts } = integrity(reader);
  const result: Verification = {
    outcome: "same",
    record: { events: state?.lastSeq ?? 0, blobs, bytes, ...(state ? { rootHash: state.rootHash } : {}) },
    judgedBy: version,
    requirements: [],
    problems,
    doubts,
    notes: [],
  };
  if (!state) return { result };
  judgeRun(reader, { state, events }, judges, result);
  const created = createdIn(reader, state);
  if (created) result.problems.push(...clusterTimeProblems(state, created));
  return { result, found: { state, created } };
}

/** @returns the result itself, its outcome set by what was found */
export function concluded(result: Verification): Verification {
  // A blob that is not right is met once as a file and once as evidence.
  result.problems = distinct(result.problems);
  if (result.problems.length > 0) result.outcome = "different";
  else if (result.doubts.length > 0) result.outcome = "undecided";
  return result;
}

function judgeRun(
  reader: RecordReader,
  { state, events }: { state: RunState; events: readonly Event[] },
  judges: VerifyOptions["judges"],
  result: Verification,
): void {
  const { run, tool, cluster, challenge, startedAt, finished, checklist, requirements, declared } = state;
  result.run = { id: run, writtenBy: tool.version, cluster: cluster.version, startedAt, finished };
  if (challenge) result.run.challenge = challenge.text;
  const sameVersion = tool.version === result.judgedBy;
  if (!finished) {
    const what = "the run did not finish: what came after the last event, if anything, is not here";
    result.doubts.push({ code: "unfinished", what });
  }
  // What is broken so far is the folder itself: reports are made of what is whole.
  if (result.problems.length === 0) checkReports(reader, events, result);
  checkChecklist(checklist, result);
  checkCluster(reader, state, result);
  result.problems.push(...nonceProblems(reader, state), ...eventTimeProblems(events), ...cleanedProblems(state));
  if (!requirements.some(({ checks }) => checks.length > 0))
    result.doubts.push({ code: "nothing", what: "the record plans no check" });
  for (const recorded of requirements) {
    const checks = recorded.checks.map((check) => rejudge(reader, check, judges.get(check.plan.id), sameVersion));
    for (const check of checks) {
      result.problems.push(...check.problems);
      result.doubts.push(...check.doubts);
      result.notes.push(...check.notes);
    }
    noteLeftOut(recorded.id, checks, judges, sameVersion, result);
    const again = requirementState(
      recorded.id,
      checks.map(({ check }) => check),
      checklist?.requirements.find(({ id }) => id === recorded.id),
    );
    const said = declared && Object.hasOwn(declared, recorded.id) ? declared[recorded.id] : undefined;
    result.requirements.push({
      id: recorded.id,
      ...(said === undefined ? {} : { recorded: said }),
      again: again.verdict,
      reason: again.reason,
      checks: checks.map(verifiedCheck),
    });
  }
  if (declared) compareDeclared(declared, result);
}

function verifiedCheck({ recorded, check, known }: Rejudged): VerifiedCheck {
  const verified: VerifiedCheck = { id: check.plan.id, recorded, reason: check.reason };
  if (known) verified.again = check.verdict;
  return verified;
}

/** A failing check must not be left out of the plan. */
function noteLeftOut(
  requirement: string,
  checks: readonly Rejudged[],
  judges: VerifyOptions["judges"],
  sameVersion: boolean,
  result: Verification,
): void {
  const planned = new Set(checks.map(({ check }) => check.plan.id));
  for (const id of judges.keys()) {
    if (!id.startsWith(`${requirement}/`) || planned.has(id)) continue;
    const what = `the plan leaves ${id} out, which karat ${result.judgedBy} runs for ${requirement}`;
    if (sameVersion) result.problems.push({ code: "plan", check: id, what });
    else result.doubts.push({ code: "unplanned-check", check: id, what });
  }
}

function compareDeclared(declared: Record<string, string>, result: Verification): void {
  const known = new Set(result.requirements.map(({ id }) => id));
  for (const [id, verdict] of Object.entries(declared)) {
    if (known.has(id)) continue;
    result.problems.push({
      code: "verdict",
      what: `${id}: the record ends with ${verdict} for it, and has no check of it`,
    });
  }
  for (const requirement of result.requirements) {
    const what = disagreement(requirement);
    if (what !== undefined) result.problems.push({ code: "verdict", what });
  }
}

function disagreement({ id, recorded, again, reason }: VerifiedRequirement): string | undefined {
  if (recorded === undefined) return `${id}: the record ends without a verdict for it; judged again: ${again}`;
  return recorded === again ? undefined : `${id}: recorded ${recorded}, judged again ${again} (${reason})`;
}

function distinct<T extends { what: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.what, item])).values()];
}
