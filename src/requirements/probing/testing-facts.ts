import type { Observation, ObservationKind } from "../../record/events.js";
import { Facts } from "../../record/facts.js";
import { judged } from "../../record/judge.js";
import type { Judgement } from "../../record/verdict.js";
import type { Check } from "../../run/check.js";

/** Facts of an experiment that never took place, for tests of judges; a later fact of a name is the one that counts. */
export class NamedFacts {
  readonly #facts = new Map<string, Observation>();

  /** @param at when all of it was seen, RFC 3339 */
  constructor(private readonly at = "2026-01-01T00:00:00.000Z") {}

  get observations(): Observation[] {
    return [...this.#facts.values()];
  }

  put(name: string, kind: ObservationKind, data: unknown): this {
    this.#facts.set(name, { name, kind, at: this.at, data });
    return this;
  }

  drop(...names: string[]): this {
    for (const name of names) this.#facts.delete(name);
    return this;
  }

  judge(check: Pick<Check, "judge">): Judgement {
    return judged((expect) => check.judge(new Facts(this.observations), expect));
  }
}
