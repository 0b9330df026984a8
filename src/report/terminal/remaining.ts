import type { CheckState, RunState } from "../../record/fold.js";
import { between } from "../times.js";

/** A check that outlasts its usual time is expected to take this part of it more. */
const OVERTIME = 0.25;

/**
 * Milliseconds until a run should be done: what is left to do, by the checks' usual times and this run's own pace,
 * divided by as many checks as it has kept going side by side so far; never less than the longest one left.
 */
export function remaining(state: RunState, now: number): number {
  const checks = state.requirements.flatMap((one) => one.checks).filter((check) => check.plan.verdict === undefined);
  const done = checks.filter((check) => check.phase === "ended");
  const running = checks.filter((check) => check.phase === "running");
  const pace = paceOf(done);
  const left = [
    ...running.map((check) => leftOf(check, now, pace)),
    ...checks.filter((check) => check.phase === "planned").map((check) => usual(check) * pace),
  ];
  const worked = [...done, ...running].reduce((sum, check) => sum + elapsed(check, now), 0);
  const first = Math.min(...checks.map((check) => Date.parse(check.startedAt ?? "")).filter(Number.isFinite));
  const abreast = Math.max(1, running.length, Number.isFinite(first) ? worked / Math.max(1, now - first) : 1);
  const total = left.reduce((sum, ms) => sum + ms, 0);
  return Math.max(0, ...left, total / abreast);
}

/** Milliseconds that a check usually takes. */
export function usual(check: CheckState): number {
  return check.plan.seconds.typical * 1000;
}

/** Milliseconds since a check started, or that it took. */
export function elapsed(check: CheckState, now: number): number {
  const ms =
    check.endedAt === undefined ? now - Date.parse(check.startedAt ?? "") : between(check.startedAt, check.endedAt);
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function leftOf(check: CheckState, now: number, pace: number): number {
  const left = usual(check) * pace - elapsed(check, now);
  return left > 0 ? left : usual(check) * OVERTIME;
}

/** How much slower than usual this cluster is, from the checks that ran to their end; within a factor of four. */
function paceOf(done: readonly CheckState[]): number {
  const whole = done.filter((check) => check.interruption === undefined && usual(check) > 0);
  const took = whole.reduce((sum, check) => sum + elapsed(check, 0), 0);
  const typical = whole.reduce((sum, check) => sum + usual(check), 0);
  return typical === 0 ? 1 : Math.min(4, Math.max(0.25, took / typical));
}
