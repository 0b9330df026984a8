import type { CheckState, RequirementState } from "../record/fold.js";
import type { Verdict } from "../record/verdict.js";
import { tested } from "./checklist.js";
import { narrative } from "./narrative.js";
import { checkTest, requirementTest } from "./names.js";
import type { ReportSource } from "./source.js";
import { checkSeconds } from "./times.js";
import { verdictOf } from "./words.js";

/** CTRF has no inconclusive: "other" never counts as passed. */
const STATUS = { pass: "passed", fail: "failed", inconclusive: "other", skip: "skipped", "n/a": "skipped" } as const;

/** ctrf.json: the Common Test Report Format (ctrf.io, specification 0.0.0), one test a check. Times are milliseconds. */
export function ctrf(source: ReportSource): string {
  const { state } = source;
  const requirements = tested(state);
  const tests = requirements.flatMap((one) =>
    one.checks.length === 0 ? [untested(one)] : one.checks.map((check) => test(one, check)),
  );
  const of = (status: string) => tests.filter((test) => test.status === status).length;
  const start = Date.parse(state.startedAt);
  const stop = Date.parse(state.lastAt);
  const report = {
    reportFormat: "CTRF",
    specVersion: "0.0.0",
    runId: state.run,
    timestamp: state.lastAt,
    generatedBy: `karat ${state.tool.version}`,
    results: {
      tool: { name: "karat", version: state.tool.version },
      summary: {
        tests: tests.length,
        passed: of("passed"),
        failed: of("failed"),
        skipped: of("skipped"),
        pending: 0,
        other: of("other"),
        suites: requirements.length,
        start,
        stop,
        duration: Math.max(0, stop - start),
        extra: { requirements: Object.fromEntries(state.requirements.map((one) => [one.id, verdictOf(one.verdict)])) },
      },
      tests,
      environment: {
        appName: "Kubernetes",
        appVersion: state.cluster.version,
        osPlatform: state.cluster.platform,
        healthy: source.problems.length === 0,
        extra: {
          cluster: state.cluster.uidHash,
          problems: source.problems,
          ...(state.checklist === undefined ? {} : { checklist: state.checklist.minor }),
        },
      },
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A requirement that the run had no check of. */
function untested({ id, level, verdict, reason }: RequirementState) {
  return {
    name: requirementTest(id),
    status: STATUS[verdictOf(verdict)],
    rawStatus: verdictOf(verdict),
    duration: 0,
    suite: [id],
    message: reason,
    tags: [...(level === undefined ? [] : [level]), id],
  };
}

function test(requirement: RequirementState, check: CheckState) {
  const verdict = verdictOf(check.verdict);
  const start = Date.parse(check.startedAt ?? "");
  const stop = Date.parse(check.endedAt ?? "");
  return {
    name: checkTest(requirement.id, check.plan.id),
    status: STATUS[verdict],
    rawStatus: verdict satisfies Verdict,
    duration: Math.round(checkSeconds(check) * 1000),
    ...(Number.isFinite(start) && Number.isFinite(stop) ? { start, stop } : {}),
    suite: [requirement.id],
    message: check.reason,
    type: check.plan.kind,
    tags: [check.plan.kind, ...(requirement.level === undefined ? [] : [requirement.level]), requirement.id],
    ...(check.node === undefined ? {} : { device: check.node }),
    retries: Math.max(0, check.attempt - 1),
    stdout: narrative(check),
    attachments: check.observations.flatMap(({ name, blob }) =>
      blob ? [{ name, contentType: "application/json", path: `blobs/sha256/${blob.sha256}` }] : [],
    ),
    extra: { proves: check.plan.proves, expectations: check.judgement?.expectations ?? [] },
  };
}
