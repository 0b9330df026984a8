import type { ChecklistItem } from "./checklist.js";
import type { CheckState, RequirementState } from "./fold.js";
import { requirementVerdict, type Verdict } from "./verdict.js";

/**
 * A requirement's verdict with the check that decided it.
 * @param item how it stands in the run's checklist
 */
export function requirementState(id: string, checks: CheckState[], item?: ChecklistItem): RequirementState {
  const verdict = requirementVerdict(checks.map((check) => ({ kind: check.plan.kind, verdict: check.verdict })));
  const decider = decidingCheck(verdict, checks);
  const because = decider ? `${decider.plan.id}: ${decider.reason}` : undefined;
  return {
    id,
    ...(item === undefined ? {} : { level: item.level }),
    ...(item?.wording === undefined ? {} : { wording: item.wording }),
    verdict,
    reason: requirementReason(verdict, decider, because, checks),
    ...(decider?.decidedBy === undefined ? {} : { decidedBy: decider.decidedBy }),
    checks,
  };
}

function decidingCheck(verdict: Verdict, checks: readonly CheckState[]): CheckState | undefined {
  const experiments = checks.filter((check) => check.plan.kind !== "control");
  const controls = checks.filter((check) => check.plan.kind === "control");
  switch (verdict) {
    case "pass":
      return experiments.findLast((check) => check.verdict === "pass");
    case "fail":
      return experiments.find((check) => check.verdict === "fail");
    case "inconclusive":
      return (
        controls.find((check) => check.verdict === "fail" || check.verdict === "inconclusive") ??
        experiments.find((check) => check.verdict === "fail") ??
        experiments.find((check) => check.verdict === "inconclusive")
      );
    case "skip":
    case "n/a":
      return checks.find((check) => check.verdict === verdict);
    default:
      return undefined;
  }
}

function requirementReason(
  verdict: Verdict,
  decider: CheckState | undefined,
  because: string | undefined,
  checks: readonly CheckState[],
): string {
  if (verdict === "pass") return tally(checks);
  if (verdict === "fail") {
    const failed = checks.filter((check) => check.verdict === "fail").length;
    return failed > 1 ? `${because} (and ${failed - 1} more failed)` : (because ?? "");
  }
  if (verdict !== "inconclusive") return because ?? "";
  if (checks.length === 0) return "not proven: the run had no check of it";
  if (decider?.plan.kind === "control") {
    return decider.verdict === "fail"
      ? `the control did not hold, so nothing else proves anything: ${because}`
      : `the control is inconclusive, so nothing else proves anything: ${because}`;
  }
  if (!checks.some((check) => check.plan.kind === "control")) return "no control was planned, so nothing is proven";
  if (decider?.verdict === "fail") return `not every control was tried, so a fail proves nothing: ${because}`;
  if (because !== undefined) return because;
  return "no positive or negative check passed, so nothing is proven";
}

function tally(checks: readonly CheckState[]): string {
  const passed = checks.filter((check) => check.verdict === "pass");
  const counts = (["control", "positive", "negative"] as const)
    .map((kind) => ({ kind, count: passed.filter((check) => check.plan.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`);
  // At least two: a control and an experiment.
  return `all ${passed.length} checks held (${counts.join(", ")})`;
}
