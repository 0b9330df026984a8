import type { Observation, ObservationKind } from "./events.js";

/** A fact that a judge asked for and that the record lacks, or that has another kind. */
export class MissingFact extends Error {
  override name = "MissingFact";
}

/** An API object as served; nothing about its shape is known before a judge looks. */
export type ApiObject = Record<string, any>;

/** The raw facts of one check, by name. Every getter throws MissingFact rather than answer with nothing. */
export class Facts {
  readonly #byName: ReadonlyMap<string, Observation>;

  constructor(observations: readonly Observation[]) {
    this.#byName = new Map(observations.map((observation) => [observation.name, observation]));
  }

  get names(): string[] {
    return [...this.#byName.keys()];
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** An object as served, or null where the API server answered 404. */
  object(name: string): ApiObject | null {
    const { object } = this.#data(name, "object") as { object?: ApiObject | null };
    if (object === undefined) throw new MissingFact(`observation ${name} holds no object`);
    return object;
  }

  /** An object that must exist. */
  present(name: string): ApiObject {
    const object = this.object(name);
    if (object === null) throw new MissingFact(`observation ${name}: the object was not there (404)`);
    return object;
  }

  /** The API server's answer to a write. */
  response(name: string): { method: string; path: string; status: number; body: ApiObject } {
    const data = this.#data(name, "response") as { method: string; path: string; status: number; body: ApiObject };
    if (typeof data.status !== "number") throw new MissingFact(`observation ${name} holds no HTTP status`);
    return data;
  }

  list(name: string): ApiObject[] {
    const { items } = this.#data(name, "list") as { items?: ApiObject[] };
    if (!Array.isArray(items)) throw new MissingFact(`observation ${name} holds no items`);
    return items;
  }

  /** All that a watch served in a window; throws when the watch was down for a part of it. */
  history(name: string): { from: string; to: string; versions: { at: string; type: string; object: ApiObject }[] } {
    const data = this.#data(name, "history") as {
      complete?: boolean;
      from: string;
      to: string;
      versions?: { at: string; type: string; object: ApiObject }[];
    };
    if (data.complete !== true) throw new MissingFact(`observation ${name}: the watch was interrupted in its window`);
    if (!Array.isArray(data.versions)) throw new MissingFact(`observation ${name} holds no versions`);
    return { from: data.from, to: data.to, versions: data.versions };
  }

  /** A container's log; throws where the API server refused it, as silence would say something about the container. */
  log(name: string): string {
    const { text, refused } = this.#data(name, "log") as { text?: string; refused?: { status: number } };
    if (refused !== undefined) throw new MissingFact(`observation ${name}: the log was refused (${refused?.status})`);
    if (typeof text !== "string") throw new MissingFact(`observation ${name} holds no text`);
    return text;
  }

  value(name: string): unknown {
    return this.#data(name, "value");
  }

  #data(name: string, kind: ObservationKind): unknown {
    const observation = this.#byName.get(name);
    if (!observation) throw new MissingFact(`no observation named ${name}`);
    if (observation.kind !== kind) throw new MissingFact(`observation ${name} is a ${observation.kind}, not a ${kind}`);
    if (observation.data === null || typeof observation.data !== "object") {
      if (kind !== "value" || observation.data === undefined || observation.data === null) {
        throw new MissingFact(`observation ${name} is empty`);
      }
    }
    return observation.data;
  }
}
