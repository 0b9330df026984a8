import { z } from "zod";
import { type Adapter, adapterOf } from "../../accelerators/index.js";
import type { Facts } from "../../record/facts.js";
import type { Exposition } from "../../probe/index.js";
import { sleep } from "../../run/abort.js";
import { MONITORING } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import type { Observer } from "../../run/observer.js";
import { givenAdapter, givenSetup } from "../probing/setup.js";
import { Stage } from "../probing/stage.js";
import { LOAD, loadedIdentity, lookAtLoad, startLoad } from "./load.js";
import { devicesIn, fell, MOVING, type Phase, rose, type Track, tracksIn } from "./movement.js";
import { bears } from "./series.js";
import { expositionOf, findSources, published, readingOf, readSources, type Source, sourcesIn } from "./source.js";

/** Names of the moments of each phase. */
const MOMENTS = "moments";
const Moments = z.object({ before: z.array(z.string()), during: z.array(z.string()), after: z.array(z.string()) });

/** Reads before the load: more than one, so that what trembles by itself shows. */
const BEFORE = 3;

/** Readings that may fail in all: there are others, and what is compared is compared at the same moments. */
const UNANSWERED = 5;

/**
 * Loads one accelerator of the node for a while, and reads what is published about all of them before, meanwhile and
 * afterwards.
 */
export async function observeLoad(observer: Observer, yaml: URL): Promise<void> {
  const stage = await Stage.open(observer);
  const { node } = stage.pool;
  const sources = await findSources(observer, new Set([node]), [adapterOf(stage.pool)]);
  if (sources.length === 0) return;
  const course = new Course(observer, sources, stage.adapter, node);
  observer.step(`read the metrics of ${node}'s accelerators at rest`);
  for (let number = 0; number < BEFORE; number++) await course.read("before");
  if (!course.tells) {
    course.note();
    return;
  }
  const pod = await stage.requesting(await observer.manifests(yaml), LOAD);
  observer.step("load one of them");
  if (await startLoad(observer, stage, pod)) {
    await course.readUntil("during", MONITORING.moves, (tracks) =>
      MOVING.every((quantity) => hasRisen(tracks, quantity)),
    );
    await course.readUntil("during", MONITORING.kept, () => false);
    await lookAtLoad(observer);
    observer.step("end the load, and wait until its metrics fall");
    await stage.giveBack(pod);
    await course.readUntil("after", MONITORING.moves, (tracks) => tracks.filter(rose).every(fell));
  }
  course.note();
}

function hasRisen(tracks: readonly Track[], quantity: Track["quantity"]): boolean {
  const own = tracks.filter((track) => track.quantity === quantity);
  // What is published under two names must move under both.
  const names = new Set(own.map(({ name }) => name));
  return own.length > 0 && [...names].every((name) => own.some((track) => track.name === name && rose(track)));
}

/** Readings as they are made. For `observe`, which must know when to go on. */
class Course {
  readonly #moments: Record<Phase, string[]> = { before: [], during: [], after: [] };
  readonly #read: Record<Phase, Exposition[]> = { before: [], during: [], after: [] };
  #count = 0;
  #unanswered = 0;

  constructor(
    private readonly observer: Observer,
    private readonly sources: readonly Source[],
    private readonly adapter: Adapter,
    private readonly node: string,
  ) {}

  async read(phase: Phase): Promise<void> {
    const moment = `${phase}.${this.#count++}`;
    const answers = await readSources(this.observer, this.sources, moment);
    const answered = answers.every(({ status }) => status === 200);
    // On a busy cluster an answer may stay away; of a source that gives none at all the judge hears.
    if (answered || ++this.#unanswered > UNANSWERED) this.#moments[phase].push(moment);
    try {
      const each = answers.map(({ text }, at) => expositionOf(text ?? "", this.sources[at]!.kind, this.node));
      if (answered) this.#read[phase].push(together(each));
    } catch {
      // The judge says what is wrong with it.
    }
    await sleep(MONITORING.look, this.observer.signal);
  }

  async readUntil(phase: Phase, within: number, enough: (tracks: readonly Track[]) => boolean): Promise<void> {
    const until = performance.now() + within * 1000 * this.observer.options.timeoutFactor;
    do await this.read(phase);
    while (!this.#holds(enough) && performance.now() < until);
  }

  /** Whether there is anything that a load could move. */
  get tells(): boolean {
    return this.#holds((tracks) => MOVING.every((quantity) => tracks.some((track) => track.quantity === quantity)));
  }

  #holds(enough: (tracks: readonly Track[]) => boolean): boolean {
    try {
      return enough(tracksIn(this.#read, this.adapter));
    } catch {
      return false;
    }
  }

  note(): void {
    this.observer.value(MOMENTS, this.#moments);
  }
}

function together(read: readonly Exposition[]): Exposition {
  return {
    samples: read.flatMap(({ samples }) => samples),
    described: new Set(read.flatMap((each) => [...each.described])),
  };
}

/** What the experiment showed, by accelerator. */
export interface Shown {
  /** Of the one that was loaded. */
  loaded: Track[];
  /** Of each other one of the node. */
  others: Track[][];
  /** Names of all readings. */
  evidence: string[];
}

/**
 * @throws Undecidable when nothing was loaded, something could not be read, or the loaded accelerator can't be told
 */
export function shownIn(facts: Facts): Shown {
  const { node, devices, free } = givenSetup(facts);
  if (free !== devices)
    throw new Undecidable(`of ${node}'s ${devices} accelerators others hold some: ${free} were free`);
  const sources = sourcesIn(facts);
  const moments = Moments.parse(facts.value(MOMENTS));
  const adapter = givenAdapter(facts);
  const read = (names: readonly string[]): Exposition[] =>
    names.map((moment) => together(sources.map((_, at) => published(facts, sources, at, moment, node))));
  const before = read(moments.before);
  requireTold(tracksIn({ before, during: [], after: [] }, adapter));
  const identity = loadedIdentity(facts);
  const phases = { before, during: read(moments.during), after: read(moments.after) };
  for (const [phase, each] of Object.entries(phases)) {
    if (each.length === 0) throw new Undecidable(`nothing was read ${phase} the load`);
  }
  const groups = devicesIn(tracksIn(phases, adapter), adapter);
  const loaded = chosen(groups, identity, adapter);
  requireTold(loaded);
  return {
    loaded,
    others: groups.filter((group) => group !== loaded),
    evidence: Object.values(moments).flatMap((names) =>
      names.flatMap((moment) => sources.map((_, at) => readingOf(moment, at))),
    ),
  };
}

/** @throws Undecidable when a load could move nothing */
function requireTold(tracks: readonly Track[]): void {
  const lacking = MOVING.filter((quantity) => !tracks.some((track) => track.quantity === quantity));
  if (lacking.length === 0) return;
  throw new Undecidable(`no metric of ${lacking.join(" and ")} is published; see accelerator_metrics/every-device`);
}

/** By the identity that the container found; else the only one of which anything rose. */
function chosen(groups: readonly Track[][], identity: string | undefined, adapter: Adapter): Track[] {
  const named = identity === undefined ? [] : groups.filter((group) => group.some(({ values }) => values.before.some((value) => bears(value, identity, adapter)))); // prettier-ignore
  if (named.length === 1) return named[0]!;
  const risen = groups.filter((group) => group.some(rose));
  if (risen.length === 1) return risen[0]!;
  if (groups.length === 1) return groups[0]!;
  throw new Undecidable(
    `which of ${groups.length} accelerators was loaded can't be told: ${risen.length} of them moved, and none is named ${identity ?? "by the load"}`,
  );
}
