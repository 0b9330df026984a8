import type { Event, EventBody, Observation } from "../record/events.js";
import { Folding, type RunState } from "../record/fold.js";
import { RecordReader } from "../record/reader.js";
import { RecordWriter } from "../record/writer.js";
import type { Reporter } from "./reporter.js";

/** The record of a run that goes on: what is written down is folded and told to reporters at once. */
export class Journal {
  #folding: Folding | undefined;
  readonly #reporters: Set<Reporter>;
  #protected = new Set<string>();

  private constructor(
    readonly writer: RecordWriter,
    private readonly secrets: () => string[],
    reporters: readonly Reporter[],
  ) {
    this.#reporters = new Set(reporters);
  }

  /** Begins a record. @param secrets all credentials in use, asked before every write as tokens are renewed */
  static create(dir: string, secrets: () => string[], reporters: readonly Reporter[]): Journal {
    let journal: Journal | undefined;
    const writer = RecordWriter.create(dir, { secrets: secrets(), onEvent: (event) => journal?.heard(event) });
    journal = new Journal(writer, secrets, reporters);
    return journal;
  }

  /** Goes on with a record; reporters hear its events again, so that they stand where the run stands. */
  static continue(dir: string, secrets: () => string[], reporters: readonly Reporter[]): Journal {
    let journal: Journal | undefined;
    const writer = RecordWriter.continue(dir, { secrets: secrets(), onEvent: (event) => journal?.heard(event) });
    journal = new Journal(writer, secrets, reporters);
    for (const event of new RecordReader(dir).events()) journal.heard(event);
    return journal;
  }

  /** The run so far. */
  get state(): RunState {
    if (!this.#folding) throw new Error("the record has no event yet");
    return this.#folding.state();
  }

  append(body: EventBody): Event {
    this.#protect();
    return this.writer.append(body);
  }

  observe(check: string, attempt: number, observation: Observation): Observation {
    this.#protect();
    return this.writer.observe(check, attempt, observation);
  }

  preflight(observation: Observation): Observation {
    this.#protect();
    return this.writer.preflight(observation);
  }

  /** Closes the record. */
  close(): void {
    this.writer.close();
  }

  private heard(event: Event): void {
    if (this.#folding) this.#folding.take(event);
    else this.#folding = new Folding(event);
    for (const reporter of this.#reporters) this.#tell(reporter, () => reporter.onEvent?.(event, this.state));
  }

  /** A reporter that throws is not asked again: showing a run must not be able to break it. */
  #tell(reporter: Reporter, hook: () => void): void {
    try {
      hook();
    } catch (error) {
      this.#reporters.delete(reporter);
      process.emitWarning(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #protect(): void {
    for (const secret of this.secrets()) {
      if (this.#protected.has(secret)) continue;
      this.#protected.add(secret);
      this.writer.protect(secret);
    }
  }
}
