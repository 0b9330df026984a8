import type { Event } from "../record/events.js";
import type { CheckState, RunState } from "../record/fold.js";
import type { Verdict } from "../record/verdict.js";
import { verdictOf } from "./words.js";

/** One attempt at one check, as a span of time on a node. */
export interface Attempt {
  check: CheckState;
  /** From 1. */
  number: number;
  /** Undefined for a check that belongs to the whole cluster. */
  node: string | undefined;
  devices: number;
  /** Milliseconds since the epoch. */
  from: number;
  /** The last thing known of an attempt that never ended is the run's last event. */
  to: number;
  /** Of the last attempt the check's verdict; of an earlier one, that was given up, inconclusive. */
  verdict: Verdict;
  steps: { at: number; text: string }[];
}

/** Every attempt of a run in the order in which they started. Attempts at checks that were never planned are left out. */
export function attempts(state: RunState, events: readonly Event[]): Attempt[] {
  const checks = new Map(state.requirements.flatMap((one) => one.checks).map((check) => [check.plan.id, check]));
  const byKey = new Map<string, Attempt>();
  const end = Date.parse(state.lastAt);
  let lastAt = end;
  for (const event of events) {
    if (event.type === "run.resumed") closeOpen(byKey, lastAt, end);
    lastAt = Date.parse(event.at);
    if (event.type === "check.started") {
      const check = checks.get(event.check);
      if (!check) continue;
      const current = check.attempt === event.attempt;
      byKey.set(`${event.check}#${event.attempt}`, {
        check,
        number: event.attempt,
        node: event.node,
        devices: event.devices,
        from: Date.parse(event.at),
        to: end,
        verdict: current ? verdictOf(check.verdict) : "inconclusive",
        steps: [],
      });
    } else if (event.type === "check.step") {
      byKey.get(`${event.check}#${event.attempt}`)?.steps.push({ at: Date.parse(event.at), text: event.text });
    } else if (event.type === "check.ended") {
      const attempt = byKey.get(`${event.check}#${event.attempt}`);
      if (attempt) attempt.to = Date.parse(event.at);
    }
  }
  return [...byKey.values()];
}

/** What was still open when a run was killed ended no later than its last sign of life. */
function closeOpen(byKey: ReadonlyMap<string, Attempt>, at: number, open: number): void {
  for (const attempt of byKey.values()) if (attempt.to === open) attempt.to = Math.max(at, attempt.from);
}
