import type { Event } from "../../record/events.js";
import type { CheckState, RunState } from "../../record/fold.js";
import { checkSeconds } from "../times.js";
import { oneLine } from "../visible.js";
import { count, span, VERDICT_WORDS, verdictOf } from "../words.js";
import { remaining } from "./remaining.js";
import { paint } from "./text.js";
import type { View } from "./view.js";

/** What an event changed, as one line of a log that is only ever added to; undefined when it is no news. */
export function plainLine(event: Event, state: RunState, view: View): string | undefined {
  const text = news(event, state, view);
  return text === undefined ? undefined : `${clock(Date.parse(event.at) - Date.parse(state.startedAt))} ${text}`;
}

function news(event: Event, state: RunState, view: View): string | undefined {
  switch (event.type) {
    case "run.started":
      return `karat ${oneLine(event.tool.version)} on Kubernetes ${oneLine(event.cluster.version)}, run ${oneLine(event.run)}`;
    case "run.resumed":
      return "the run goes on where it was left";
    case "plan": {
      const [first, ...more] = event.checks;
      // One alone, with its verdict: what a run under way does not come to any more.
      if (first?.verdict !== undefined && more.length === 0) {
        return `${oneLine(first.id)}: ${first.verdict}: ${oneLine(first.reason ?? "", 1000)}`;
      }
      const requirements = new Set(event.checks.map((check) => check.requirement)).size;
      const time = span(remaining(state, Date.parse(event.at)));
      return `plan: ${count(event.checks.length, "check")} of ${count(requirements, "requirement")}, at most about ${time}`;
    }
    case "check.started":
      return `${oneLine(event.check)}: starts${event.node === undefined ? "" : ` on ${oneLine(event.node, 200)}`}`;
    case "check.step":
      return `${oneLine(event.check)}: ${oneLine(event.text, 400)}`;
    case "check.judged":
      return verdict(event.check, state, view);
    case "check.ended":
      return event.interruption === undefined ? undefined : verdict(event.check, state, view);
    case "check.cleaned":
      if (event.ok) return undefined;
      return `${oneLine(event.check)}: could not remove ${oneLine(event.left.join(", "), 400)}`;
    case "run.interrupted":
      return `interrupted by ${oneLine(event.signal)}, cleaning up`;
    case "preflight":
    case "check.observed":
    case "run.finished":
    case "record.repaired":
    case "files.written":
    default:
      return undefined;
  }
}

function verdict(id: string, state: RunState, view: View): string | undefined {
  const check = state.requirements.flatMap((one) => one.checks).find((one) => one.plan.id === id);
  return check && `${oneLine(id)}: ${outcome(check, view)}`;
}

function outcome(check: CheckState, view: View): string {
  const value = verdictOf(check.verdict);
  const word = paint(view.colour).verdict(value, VERDICT_WORDS[value].word);
  const time = span(checkSeconds(check) * 1000);
  return value === "pass" ? `${word} in ${time}` : `${word} after ${time}: ${oneLine(check.reason, 1000)}`;
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
