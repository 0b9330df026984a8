import { RecordError } from "../record/error.js";
import type { Event, StoredObservation } from "../record/events.js";
import { fold, type RunState } from "../record/fold.js";
import { RecordReader } from "../record/reader.js";
import { count } from "./words.js";

/** What every report is made from: a record's events, their fold, and what was observed. */
export interface ReportSource {
  state: RunState;
  /** In order, without what was noted about report files at the very end. */
  events: readonly Event[];
  /**
   * What was observed, from the event or from its blob.
   * @throws Error where the record lacks it, or holds something else under its name
   */
  data(observation: StoredObservation): unknown;
  /** What is wrong with the record itself (an altered line, a missing blob), in plain words. Empty when it is sound. */
  problems: readonly string[];
}

/** As many problems as a person reads. */
const PROBLEMS = 20;

/**
 * Reads a record for its reports. What is wrong with it becomes a problem that every report shows, as far as there
 * is anything to report on; the truncated last line of a killed run is none.
 * @throws RecordError when the folder holds no record
 */
export function readSource(dir: string): ReportSource {
  const reader = new RecordReader(dir);
  const events: Event[] = [];
  const problems: string[] = [];
  try {
    for (const event of reader.events()) events.push(event);
  } catch (error) {
    if (!(error instanceof RecordError) || events.length === 0) throw error;
    problems.push(`${error.message}; nothing after event ${events.length} was read`);
  }
  for (const event of events) {
    if (!("observation" in event) || !event.observation.blob) continue;
    try {
      reader.blob(event.observation.blob);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return sourceOf(events, (observation) => reader.data(observation), problems);
}

/**
 * What reports are made from, of events that were read already.
 * @param found what is wrong with the record as far as it was read
 */
export function sourceOf(
  read: readonly Event[],
  data: ReportSource["data"],
  found: readonly string[] = [],
): ReportSource {
  // A report that is built again from the same record, reports and all, must come out the same to the byte.
  const events = read.slice(0, read.findLastIndex(({ type }) => type !== "files.written") + 1);
  const problems = [...found];
  const state = fold(events);
  for (const { id, verdict } of state.requirements) {
    const declared = state.declared?.[id];
    if (state.finished && declared !== verdict) {
      problems.push(`the run declared ${id} ${declared ?? "nothing"}; its own events come to ${verdict}`);
    }
  }
  if (problems.length > PROBLEMS) {
    problems.splice(PROBLEMS, Infinity, `and ${count(problems.length - PROBLEMS, "problem")} more: see karat verify`);
  }
  return { state, events, data, problems };
}
