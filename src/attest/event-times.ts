import type { Event } from "../record/events.js";
import { EVENTS } from "../record/layout.js";
import { APART, inWords } from "./clocks.js";
import type { Problem } from "./verification.js";

/**
 * Where a record's own times cannot be: an event before one that stands above it (a check that ends before it starts),
 * or an observation from before the run, or from after it was written down.
 */
export function eventTimeProblems(events: readonly Event[]): Problem[] {
  const problems: Problem[] = [];
  const tell = (event: Event, what: string) => {
    const place = { file: EVENTS, line: event.seq, seq: event.seq };
    problems.push({ code: "time", what: `${EVENTS} line ${event.seq} (${named(event)}) ${what}`, place, next: NEXT });
  };
  let latest = { seq: 0, at: -Infinity };
  let began = -Infinity;
  for (const event of events) {
    const at = Date.parse(event.at);
    const back = latest.at - at;
    if (back > APART) tell(event, `is of ${event.at}, ${inWords(back)} before line ${latest.seq} above it`);
    // A clock that was set once is told of once.
    const set = back > APART;
    if (set || back <= 0) latest = { seq: event.seq, at };
    if (set || event.type === "run.started" || event.type === "run.resumed") began = at;
    if (!("observation" in event)) continue;
    const { name, at: seen } = event.observation;
    const [early, late] = [began - Date.parse(seen), Date.parse(seen) - at];
    if (early > APART) tell(event, `holds ${name} as seen on ${seen}, ${inWords(early)} before the run`);
    if (late > APART) tell(event, `holds ${name} as seen on ${seen}, ${inWords(late)} after it was written down`);
  }
  return problems;
}

const NEXT =
  "if the clock of the machine that ran karat was set meanwhile, run again; otherwise do not trust this record";

function named(event: Event): string {
  return "check" in event ? `${event.type} of ${event.check}` : event.type;
}
