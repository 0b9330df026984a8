import type { Event } from "../record/events.js";
import type { RunState } from "../record/fold.js";

/** Follows a run. Hooks are called in the order of the record, each after its event is in the file. */
export interface Reporter {
  /** @param state the run so far, this event included; it changes with the next event */
  onEvent?(event: Event, state: RunState): void;
  /**
   * The run has ended, finished or not; nothing follows.
   * @param files reports that were written beside the record, relative to its folder
   */
  onEnd?(state: RunState, files: readonly string[]): void;
}
