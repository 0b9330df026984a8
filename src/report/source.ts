import type { Event } from "../record/events.js";
import type { RunState } from "../record/fold.js";

/** What every report is made from: a record's events, their fold, and its blobs. */
export interface ReportSource {
  state: RunState;
  events: readonly Event[];
  /** Bytes of a blob as they lie on disk, undefined where the record lacks it. Not trusted: whoever shows it compares the hash. */
  blob(sha256: string): Uint8Array | undefined;
  /** What is wrong with the record itself (an altered line, a missing blob), in plain words. Empty when it is sound. */
  problems: readonly string[];
}

/**
 * The run's last event. What is noted about report files afterwards does not count, so that a report that is built
 * again from the same record comes out the same to the byte.
 */
export function lastEvent(events: readonly Event[]): Event | undefined {
  return events.findLast((event) => event.type !== "files.written");
}
