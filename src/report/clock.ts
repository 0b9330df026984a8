import type { Event } from "../record/events.js";

/** A stretch of time in which the run was alive, milliseconds since the epoch. */
interface Stretch {
  from: number;
  to: number;
  /** Milliseconds of life before it. */
  before: number;
}

/**
 * Time as the run lived it: what lies between a kill and the resume is cut out, so that a run that was resumed the
 * next morning can still be drawn.
 */
export class Clock {
  readonly #stretches: Stretch[] = [];
  /** Milliseconds that the run was alive; at least 1. */
  readonly length: number;

  constructor(events: readonly Event[]) {
    let from = Date.parse(events[0]?.at ?? "") || 0;
    let last = from;
    let before = 0;
    const close = () => {
      this.#stretches.push({ from, to: last, before });
      before += last - from;
    };
    for (const event of events) {
      const at = Date.parse(event.at);
      if (!Number.isFinite(at)) continue;
      if (event.type === "run.resumed") {
        close();
        from = at;
      }
      // The machine's clock may have been set back; life goes on.
      last = Math.max(from, last, at);
      if (event.type === "run.resumed") last = at;
    }
    close();
    this.length = Math.max(1, before);
  }

  /** Milliseconds of life at a moment: within 0 and `length`. */
  at(moment: number): number {
    for (const { from, to, before } of this.#stretches) {
      if (moment <= to) return before + Math.max(0, moment - from);
    }
    return this.length;
  }

  /** Where something was cut out: milliseconds of life, and how many milliseconds were cut. */
  get cuts(): { at: number; gap: number }[] {
    return this.#stretches.slice(1).map((stretch, index) => ({
      at: stretch.before,
      gap: stretch.from - (this.#stretches[index]?.to ?? stretch.from),
    }));
  }
}
