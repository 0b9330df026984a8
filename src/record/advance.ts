import type { Event, PlannedCheck } from "./events.js";
import type { CheckState } from "./fold.js";
import { settle } from "./settle.js";

/** A check of which nothing but its plan is known. */
export function planned(plan: PlannedCheck): CheckState {
  return {
    plan,
    attempt: 0,
    phase: "planned",
    devices: 0,
    steps: [],
    observations: [],
    marks: {},
    verdict: "inconclusive",
    reason: "",
  };
}

type CheckEvent = Extract<Event, { check: string }>;

/** Takes one event of a check; whatever cannot follow what went before leaves a flaw, which no later event heals. */
export function advance(check: CheckState, event: CheckEvent): void {
  if (event.type === "check.started") {
    start(check, event);
    return;
  }
  if (event.attempt !== check.attempt) {
    // Clean-up of an attempt that a resumed run has replaced says nothing about the new one.
    if (event.type === "check.cleaned" && event.attempt < check.attempt) return;
    flawed(check, `${event.type} of attempt ${event.attempt}, which has not started`, event.seq);
    return;
  }
  switch (event.type) {
    case "check.step":
      check.steps.push({ seq: event.seq, at: event.at, text: event.text });
      break;
    case "check.observed":
      if (check.phase !== "running") flawed(check, "it observed while it was not running", event.seq);
      check.observations.push({ ...event.observation, seq: event.seq });
      break;
    case "check.ended":
      if (check.phase !== "running") flawed(check, "it ended twice", event.seq);
      check.phase = "ended";
      check.endedAt = event.at;
      check.listed = event.observations;
      if (event.interruption) check.interruption = event.interruption;
      check.marks.ended = event.seq;
      break;
    case "check.judged":
      if (check.phase !== "ended" || check.judgement) flawed(check, "it was judged out of turn", event.seq);
      check.judgement = event.judgement;
      check.marks.judged = event.seq;
      break;
    case "check.cleaned":
      check.cleaned = { ok: event.ok, left: event.left };
      break;
  }
}

function start(check: CheckState, event: Extract<Event, { type: "check.started" }>): void {
  if (event.attempt !== check.attempt + 1) {
    flawed(check, `attempt ${event.attempt} follows attempt ${check.attempt}`, event.seq);
  }
  const before = settle(check).verdict;
  // Otherwise a fail could be repeated until it passes.
  if (check.attempt > 0 && before !== "inconclusive") {
    flawed(check, `it was repeated after the verdict ${before}`, event.seq);
  }
  const { plan, flaw, marks } = check;
  for (const key of Object.keys(check)) delete (check as unknown as Record<string, unknown>)[key];
  Object.assign(check, planned(plan), {
    attempt: event.attempt,
    phase: "running",
    namespace: event.namespace,
    devices: event.devices,
    startedAt: event.at,
    marks: { started: event.seq, ...pick(marks, "plan"), ...pick(marks, "flaw") },
    ...(flaw === undefined ? {} : { flaw }),
    ...(event.node === undefined ? {} : { node: event.node }),
  });
}

function pick<T extends object, K extends keyof T>(from: T, key: K): Partial<Pick<T, K>> {
  return from[key] === undefined ? {} : ({ [key]: from[key] } as unknown as Partial<Pick<T, K>>);
}

/** The first flaw stays: it is the one to look at. */
export function flawed(check: CheckState, flaw: string, seq: number): void {
  if (check.flaw !== undefined) return;
  check.flaw = flaw;
  check.marks.flaw = seq;
}
