import { z } from "zod";
import { LEVELS, type Checklist } from "../record/checklist.js";
import { CHECK_KINDS, VERDICTS } from "../record/verdict.js";
import type { CheckState } from "../record/fold.js";
import { isOfficial } from "../spec/pins.js";
import { checkTest, requirementTest } from "./names.js";
import { overall } from "./overall.js";
import type { ReportSource } from "./source.js";
import { between, checkSeconds, requirementSeconds, seconds } from "./times.js";
import { verdictOf } from "./words.js";

const verdict = z.enum(VERDICTS);
const line = z.int().positive().describe("Line of events.ndjson, from 1");
const duration = z.number().nonnegative().describe("Seconds");

const checkSchema = z.object({
  id: z.string().describe("<requirement>/<name>"),
  test: z.string().describe("Name in junit.xml, results.json and e2e.log"),
  kind: z.enum(CHECK_KINDS),
  proves: z.string(),
  verdict,
  reason: z.string().describe("Plain words: why this verdict"),
  decidedBy: line.optional().describe("The event that the verdict rests on"),
  attempt: z.int().nonnegative().describe("From 1; 0 when it never started"),
  node: z.string().optional(),
  devices: z.int().nonnegative(),
  namespace: z.string().optional(),
  startedAt: z.string().optional().describe("RFC 3339"),
  seconds: duration,
  interruption: z.object({ kind: z.string(), message: z.string() }).optional(),
  expectations: z.array(
    z.object({
      claim: z.string(),
      expected: z.string(),
      seen: z.string(),
      held: z.boolean(),
      evidence: z.array(z.string()).describe("Names of observations of this check"),
    }),
  ),
  observations: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      at: z.string().describe("RFC 3339"),
      line,
      blob: z.string().optional().describe("Path in the record's folder; absent where the data stands in the event"),
    }),
  ),
  leftBehind: z.array(z.string()).describe("What the clean-up could not remove"),
});

/** The schema of report.json and of `--output json`. Fields are only ever added within one `format`. */
export const resultsSchema = z.object({
  format: z.literal("karat-report/1"),
  run: z.string(),
  nonce: z.string(),
  tool: z.object({ name: z.string(), version: z.string() }),
  cluster: z.object({ version: z.string(), uidHash: z.string(), platform: z.string() }),
  options: z.record(z.string(), z.unknown()),
  checklist: z
    .object({
      minor: z.string().describe("Of Kubernetes, e.g. 1.37"),
      sha256: z.string().optional().describe("Of its file; absent where ids and levels are those that karat knows"),
      official: z.boolean().describe("Whether that is the programme's own file"),
    })
    .optional()
    .describe("What the platform is held against"),
  startedAt: z.string().describe("RFC 3339"),
  seconds: duration,
  finished: z.boolean(),
  interruptedBy: z.string().optional().describe("Signal"),
  verdict: z.enum(["pass", "fail", "inconclusive"]).describe("Of the whole run; exit codes 0, 1, 3"),
  headline: z.string(),
  because: z.string().describe("Why the verdict is not what the requirements alone would say; empty otherwise"),
  problems: z.array(z.string()).describe("What is wrong with the record itself"),
  record: z.object({ root: z.string().describe("Hash of the run's last event"), line }),
  requirements: z.array(
    z.object({
      id: z.string(),
      level: z.enum(LEVELS).optional().describe("Absent where the checklist has no such requirement"),
      wording: z.string().optional().describe("The checklist's own; absent where it was not read"),
      test: z.string().describe("The programme's name of the test that stands for it"),
      verdict,
      reason: z.string(),
      seconds: duration,
      checks: z.array(checkSchema),
    }),
  ),
});

/** A run in karat's own terms, for programs. */
type Results = z.infer<typeof resultsSchema>;

/** Folds a record into what `--output json` prints. */
function results(source: ReportSource): Results {
  const { state, problems } = source;
  const { verdict, headline, because } = overall(state, problems);
  return {
    format: "karat-report/1",
    run: state.run,
    nonce: state.nonce,
    tool: state.tool,
    cluster: state.cluster,
    options: state.options,
    ...(state.checklist === undefined ? {} : { checklist: checklistResult(state.checklist) }),
    startedAt: state.startedAt,
    seconds: seconds(between(state.startedAt, state.lastAt)),
    finished: state.finished,
    ...(state.interruptedBy === undefined ? {} : { interruptedBy: state.interruptedBy }),
    verdict,
    headline,
    because,
    problems: [...problems],
    record: { root: state.rootHash, line: state.lastSeq },
    requirements: state.requirements.map((requirement) => ({
      id: requirement.id,
      ...(requirement.level === undefined ? {} : { level: requirement.level }),
      ...(requirement.wording === undefined ? {} : { wording: requirement.wording }),
      test: requirementTest(requirement.id),
      verdict: verdictOf(requirement.verdict),
      reason: requirement.reason,
      seconds: requirementSeconds(requirement),
      checks: requirement.checks.map((check) => checkResult(requirement.id, check)),
    })),
  };
}

/** The same as text: report.json. */
export function resultsJson(source: ReportSource): string {
  return `${JSON.stringify(results(source), null, 2)}\n`;
}

export type ChecklistResult = NonNullable<Results["checklist"]>;

/** Which checklist a run was held against, for programs. */
export function checklistResult(checklist: Checklist): ChecklistResult {
  const { minor, sha256 } = checklist;
  return { minor, ...(sha256 === undefined ? {} : { sha256 }), official: isOfficial(checklist) };
}

function checkResult(requirement: string, check: CheckState): Results["requirements"][number]["checks"][number] {
  const { plan, interruption } = check;
  return {
    id: plan.id,
    test: checkTest(requirement, plan.id),
    kind: plan.kind,
    proves: plan.proves,
    verdict: verdictOf(check.verdict),
    reason: check.reason,
    ...(check.decidedBy === undefined ? {} : { decidedBy: check.decidedBy }),
    attempt: check.attempt,
    ...(check.node === undefined ? {} : { node: check.node }),
    devices: check.devices,
    ...(check.namespace === undefined ? {} : { namespace: check.namespace }),
    ...(check.startedAt === undefined ? {} : { startedAt: check.startedAt }),
    seconds: checkSeconds(check),
    ...(interruption === undefined ? {} : { interruption }),
    expectations: (check.judgement?.expectations ?? []).map(({ claim, expected, seen, held, evidence }) => ({
      claim,
      expected,
      seen,
      held,
      evidence: [...evidence],
    })),
    observations: check.observations.map(({ name, kind, at, seq, blob }) => ({
      name,
      kind,
      at,
      line: seq,
      ...(blob === undefined ? {} : { blob: `blobs/sha256/${blob.sha256}` }),
    })),
    leftBehind: check.cleaned?.left ?? [],
  };
}
