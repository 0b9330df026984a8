import type { CheckState, RunState } from "../record/fold.js";
import type { Problem } from "./verification.js";

/** Where a record contradicts itself about what was left in the cluster. That a run left something is no problem. */
export function cleanedProblems({ cleaned, requirements }: RunState): Problem[] {
  const checks = requirements.flatMap((requirement) => requirement.checks).filter(({ attempt }) => attempt > 0);
  return checks.flatMap((check) => {
    const why = contradiction(check, cleaned === true);
    return why === undefined ? [] : [{ code: "cleaned", check: check.plan.id, what: `${check.plan.id}: ${why}` }];
  });
}

function contradiction({ cleaned }: CheckState, byRun: boolean): string | undefined {
  const left = cleaned?.left.join(", ");
  if (cleaned?.ok === true && left) return `the record says that all of it was cleaned up, and that it left ${left}`;
  if (cleaned?.ok === false && !left) return "the record says that it left something behind, and not what";
  if (!byRun || cleaned?.ok === true) return undefined;
  return `the run says that nothing was left behind, its check ${cleaned ? `that it left ${left}` : "was never cleaned up"}`;
}
