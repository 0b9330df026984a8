import type { CheckKind } from "../record/verdict.js";
import type { Needs } from "./check.js";
import { type Lease, needsPool, type Places } from "./places.js";

/**
 * So many checks run at a time, or two for each node with accelerators if that is more. All at once they would overload
 * a small cluster, and the longest chain of them, which the run waits for, would take longer.
 */
const AT_A_TIME = 8;

/** Something to run, as far as its order goes. */
export interface Task {
  /** Check id. */
  id: string;
  /** Its requirement's id. */
  requirement: string;
  needs: Needs;
  kind: CheckKind;
  /** Expected duration, seconds. */
  seconds: number;
}

/** Where a task ended up. */
export interface Start<T extends Task> {
  task: T;
  lease: Lease;
}

/**
 * The order of a run's checks: side by side what does not collide, what holds the run up longest first. Pure but for
 * its own state, so that the plan's forecast and the run follow the same rules.
 */
export class Schedule<T extends Task> {
  readonly #waiting: T[];
  readonly #running = new Map<Lease, T>();
  /** When each lease is expected to be given back, seconds; Infinity for one that could not be. */
  readonly #until = new Map<Lease, number>();
  readonly #unfinished: Set<string>;
  readonly #places: Places;
  readonly #atATime: number;

  /** @throws Error when tasks wait for each other in a circle */
  constructor(tasks: readonly T[], places: Places) {
    const urgency = urgencies(tasks);
    // A task that wants the cluster to itself goes when nothing else can: whatever runs would have to end for it. One that
    // wants a part of every node goes before all others: later some node would always be taken.
    const rank = ({ needs }: T): number => (needs.cluster === "alone" ? 1 : needs.nodes === "every" ? -1 : 0);
    this.#waiting = [...tasks].sort(
      (a, b) =>
        rank(a) - rank(b) ||
        urgency(b) - urgency(a) ||
        Number(isControl(b)) - Number(isControl(a)) ||
        (a.id < b.id ? -1 : 1),
    );
    this.#unfinished = new Set(tasks.map(({ id }) => id));
    this.#places = places;
    this.#atATime = Math.max(AT_A_TIME, 2 * places.nodes);
  }

  get waiting(): readonly T[] {
    return this.#waiting;
  }

  get running(): number {
    return this.#running.size;
  }

  /**
   * Starts all that can start now.
   * @param now seconds, on any clock that does not go back
   */
  start(now: number): Start<T>[] {
    const started: Start<T>[] = [];
    const reserved = new Map<string, number>();
    for (const task of this.#waiting.filter((each) => this.#isDue(each))) {
      if (this.running >= this.#atATime) break;
      // Half the room is kept for those that take turns at accelerators.
      if (isLight(task) && this.#light >= this.#atATime / 2) continue;
      const until = now + task.seconds;
      const late = [...reserved].filter(([, from]) => until > from).map(([node]) => node);
      const closed = new Set([...late, ...this.#leftToOthers(task)]);
      const lease = this.#places.take(task.needs, closed);
      if (lease) {
        this.#waiting.splice(this.#waiting.indexOf(task), 1);
        this.#running.set(lease, task);
        this.#until.set(lease, until);
        started.push({ task, lease });
      } else if (task.needs.node === "whole") {
        // Or shorter checks would take the node's devices one after the other, and this one would come last. Those that
        // will have ended when the node is free anyway are in nobody's way.
        const node = this.#freeSoonest(task.needs, closed);
        if (node !== undefined) reserved.set(node, this.#freeAt(node));
      }
    }
    return started;
  }

  /** A task has ended. What it held is given to others, unless it could not be `released`. */
  end(lease: Lease, released = true): void {
    const task = this.#running.get(lease);
    if (!task) return;
    this.#running.delete(lease);
    this.#unfinished.delete(task.id);
    if (released) {
      this.#until.delete(lease);
      this.#places.release(lease);
    } else this.#until.set(lease, Infinity);
  }

  /** Takes out the first task that waits for room. Others may start then: it no longer keeps them waiting. */
  giveUp(): T | undefined {
    const given = this.#waiting.find((task) => this.#isDue(task));
    if (!given) return undefined;
    this.#waiting.splice(this.#waiting.indexOf(given), 1);
    this.#unfinished.delete(given.id);
    return given;
  }

  /**
   * Of the nodes on which a task could run, those that more work is waiting for which can run nowhere else. (On a
   * cluster that serves one node by DRA and another by device plugin, most checks are of that sort.)
   */
  #leftToOthers(task: T): string[] {
    const nodes = [...this.#places.shares(task.needs).keys()];
    if (nodes.length < 2) return [];
    const bound = new Map(nodes.map((node) => [node, 0]));
    for (const other of this.#waiting) {
      const [only, ...more] = this.#places.shares(other.needs);
      if (only === undefined || more.length > 0 || !this.#isDue(other)) continue;
      const [node, share] = only;
      bound.set(node, (bound.get(node) ?? 0) + share * other.seconds);
    }
    const least = Math.min(...nodes.map((node) => bound.get(node) ?? 0));
    return nodes.filter((node) => (bound.get(node) ?? 0) > least);
  }

  get #light(): number {
    return [...this.#running.values()].filter(isLight).length;
  }

  /** Of the nodes that satisfy these needs, the one that will be free first. */
  #freeSoonest(needs: Needs, closed: ReadonlySet<string>): string | undefined {
    const nodes = this.#places.candidates(needs).map(({ node }) => node);
    return nodes.filter((node) => !closed.has(node)).sort((a, b) => this.#freeAt(a) - this.#freeAt(b))[0];
  }

  /** When all that uses a node's accelerators will have ended, if each takes as long as expected. */
  #freeAt(node: string): number {
    const users = [...this.#until].filter(
      ([{ pools, devices, whole }]) => (devices > 0 || whole) && pools.some((pool) => pool.node === node),
    );
    return Math.max(0, ...users.map(([, until]) => until));
  }

  #isDue({ needs }: T): boolean {
    return !needs.after?.some((id) => this.#unfinished.has(id));
  }
}

const isControl = ({ kind }: Task): boolean => kind === "control";

const isLight = ({ needs }: Task): boolean => !needsPool(needs);

/**
 * Runs all tasks. A task's promise says whether what it held is free again; it must not reject.
 * @param options.aborted asked before each start: nothing more starts when it says so
 * @returns the tasks that never started, because of an abort or because what they need was never released
 */
export async function runAll<T extends Task>(
  tasks: readonly T[],
  places: Places,
  run: (task: T, lease: Lease) => Promise<boolean>,
  options: { aborted?: () => boolean } = {},
): Promise<T[]> {
  const schedule = new Schedule(tasks, places);
  const ends = new Set<Promise<void>>();
  const given: T[] = [];
  for (;;) {
    if (!options.aborted?.()) {
      for (const { task, lease } of schedule.start(performance.now() / 1000)) {
        const end = run(task, lease).then((released) => {
          schedule.end(lease, released);
          ends.delete(end);
        });
        ends.add(end);
      }
    }
    if (ends.size > 0) {
      await Promise.race(ends);
      continue;
    }
    // Nothing runs whose end could make room.
    const stuck = schedule.giveUp();
    if (!stuck) return given;
    given.push(stuck);
  }
}

/** How long a run will take, seconds, when each task takes as long as expected. */
export function forecast(tasks: readonly Task[], places: Places): number {
  const schedule = new Schedule(tasks, places);
  const running: { lease: Lease; until: number }[] = [];
  let now = 0;
  for (;;) {
    for (const { task, lease } of schedule.start(now)) running.push({ lease, until: now + task.seconds });
    const next = running.sort((a, b) => a.until - b.until).shift();
    if (!next) return now;
    now = next.until;
    schedule.end(next.lease);
  }
}

/**
 * How long a task holds the run up: with the longest chain of tasks that wait for it. A control as long as any of its
 * requirement: what it leaves inconclusive need not be begun.
 */
function urgencies(tasks: readonly Task[]): (task: Task) => number {
  const chains = chainLengths(tasks);
  const longest = new Map<string, number>();
  for (const { id, requirement } of tasks) {
    longest.set(requirement, Math.max(longest.get(requirement) ?? 0, chains.get(id) ?? 0));
  }
  return (task) => (isControl(task) ? longest.get(task.requirement) : chains.get(task.id)) ?? 0;
}

/** Of each task: its duration and that of the longest chain of tasks that wait for it. */
function chainLengths(tasks: readonly Task[]): Map<string, number> {
  const followers = new Map<string, Task[]>();
  for (const task of tasks) {
    for (const id of task.needs.after ?? []) followers.set(id, [...(followers.get(id) ?? []), task]);
  }
  const lengths = new Map<string, number>();
  const visit = (task: Task, path: readonly string[]): number => {
    const known = lengths.get(task.id);
    if (known !== undefined) return known;
    if (path.includes(task.id)) throw new Error(`checks wait for each other: ${[...path, task.id].join(" → ")}`);
    const rest = (followers.get(task.id) ?? []).map((follower) => visit(follower, [...path, task.id]));
    const length = task.seconds + Math.max(0, ...rest);
    lengths.set(task.id, length);
    return length;
  };
  for (const task of tasks) visit(task, []);
  return lengths;
}
