import type { ObjectList } from "./client.js";
import { onAbort } from "./deadline.js";
import { durations } from "./durations.js";
import { ApiLost } from "./errors.js";
import { objectKey, type ApiObject } from "./object.js";
import type { History, Store, Version } from "./store.js";
import type { Gap, Watch, WatchEvent } from "./watch.js";

const identity = (object: ApiObject): string => {
  const { uid, resourceVersion } = object["metadata"] as { uid?: string; resourceVersion?: string };
  return `${uid} ${resourceVersion}`;
};

/** How a store asks the server itself about its collection. */
export interface Source {
  list(signal?: AbortSignal): Promise<ObjectList>;
  /** See `changesSince` in watch.ts. */
  changes(position: string, signal?: AbortSignal): Promise<ApiObject[] | undefined>;
}

/** Keeps what a watch serves: the state and every version of it. */
export class WatchedStore implements Store {
  readonly #objects = new Map<string, ApiObject>();
  #versions: Version[] = [];
  readonly #delivered = new Set<string>();
  readonly #gaps: Gap[] = [];
  readonly #outages: Gap[] = [];
  #down: { from: number; cause: string } | undefined;
  readonly #waiting = new Set<() => void>();
  /** resourceVersion up to which all has been delivered; undefined before the first list. */
  #position: string | undefined;
  #ended: { error: unknown } | undefined;

  constructor(
    readonly path: string,
    watch: Watch,
    private readonly source: Source,
    private readonly onClose: () => void,
  ) {
    void this.#follow(watch);
  }

  async ready(signal?: AbortSignal): Promise<void> {
    while (this.#position === undefined) await this.#change(undefined, signal);
  }

  get({ namespace, name }: { namespace?: string; name: string }): ApiObject | undefined {
    return this.#objects.get(namespace ? `${namespace}/${name}` : name);
  }

  items(): ApiObject[] {
    return [...this.#objects.values()];
  }

  async until<T>(
    predicate: (store: Store) => T | undefined | false,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<T | undefined> {
    const from = Date.now();
    await this.ready(signal);
    for (let confirmed = false; ;) {
      const found = predicate(this);
      if (found !== undefined && found !== false) return found;
      if (confirmed) return undefined;
      const left = from + timeoutMs + this.#downtime(from) - Date.now();
      if (left > 0) {
        await this.#change(left, signal);
      } else {
        if (!(await this.#agrees(() => true, signal))) throw this.#lagging();
        confirmed = true;
      }
    }
  }

  async since(
    from: number,
    { filter = () => true, signal }: { filter?: (object: ApiObject) => boolean; signal?: AbortSignal } = {},
  ): Promise<History> {
    await this.ready(signal);
    const to = Date.now();
    const position = this.#position as string;
    const agrees = (await this.#agrees(filter, signal)) && (await this.#missedNothing(position, filter, signal));
    const within = (gap: Gap): boolean => gap.to >= from;
    const gaps = this.#gaps.filter(within);
    if (!agrees) gaps.push({ from, to: Date.now(), cause: this.#lagging().message });
    const before = new Map<string, ApiObject>();
    const versions: Version[] = [];
    for (const version of this.#versions) {
      if (!filter(version.object)) continue;
      if (version.at >= from) versions.push(version);
      else if (version.type === "DELETED") before.delete(objectKey(version.object));
      else before.set(objectKey(version.object), version.object);
    }
    const start = [...before.values()].map((object): Version => ({ at: from, type: "ADDED", object }));
    const outages = this.#outages.filter(within);
    return { from, to, complete: gaps.length === 0, gaps, outages, versions: [...start, ...versions] };
  }

  outages(from: number): Gap[] {
    const all = this.#down ? [...this.#outages, { ...this.#down, to: Date.now() }] : this.#outages;
    return all.filter(({ to }) => to >= from);
  }

  forget(namespace: string): void {
    this.#versions = this.#versions.filter(({ object }) => object["metadata"]?.namespace !== namespace);
  }

  close(): void {
    this.onClose();
  }

  async #follow(watch: Watch): Promise<void> {
    try {
      for await (const event of watch) {
        this.#take(event);
        this.#wake();
      }
      this.#ended = { error: new Error(`the watch of ${this.path} was closed`) };
    } catch (error) {
      this.#ended = { error };
    }
    this.#wake();
  }

  #take(event: WatchEvent): void {
    switch (event.type) {
      case "SYNC":
        this.#sync(event.objects, event.at);
        this.#position = event.position;
        if (event.gap) this.#gaps.push(event.gap);
        break;
      case "DOWN":
        this.#down = { from: event.at, cause: event.cause };
        break;
      case "UP":
        if (this.#down) this.#outages.push({ ...this.#down, to: event.at });
        this.#down = undefined;
        break;
      case "BOOKMARK":
        this.#position = event.position;
        break;
      case "ADDED":
      case "MODIFIED":
      case "DELETED":
        this.#note(event.type, event.object, event.at);
        this.#position = event.object["metadata"].resourceVersion as string;
    }
  }

  /** The difference to the state is what became of it while nobody looked. */
  #sync(objects: ApiObject[], at: number): void {
    const present = new Set(objects.map(objectKey));
    for (const [key, object] of this.#objects) if (!present.has(key)) this.#note("DELETED", object, at);
    for (const object of objects) {
      const known = this.#objects.get(objectKey(object));
      if (!known || known["metadata"]?.uid !== object["metadata"]?.uid) this.#note("ADDED", object, at);
      else if (identity(known) !== identity(object)) this.#note("MODIFIED", object, at);
    }
  }

  #note(type: Version["type"], object: ApiObject, at: number): void {
    this.#versions.push({ at, type, object });
    this.#delivered.add(identity(object));
    if (type === "DELETED") this.#objects.delete(objectKey(object));
    else this.#objects.set(objectKey(object), object);
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /** The next change, or the time. @throws what ended the watch; the signal's reason */
  #change(milliseconds: number | undefined, signal?: AbortSignal): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ended.error);
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => (): void => {
        this.#waiting.delete(wake);
        clearTimeout(timer);
        detach();
        act();
      };
      const wake = settle(() => (this.#ended ? reject(this.#ended.error) : resolve()));
      const timer = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
      let detach = (): void => {};
      detach = onAbort(
        signal,
        settle(() => reject(signal?.reason as Error)),
      );
    });
  }

  /** Milliseconds since `from` in which the watch was down; no more than a lost server is waited for. */
  #downtime(from: number): number {
    const total = this.outages(from).reduce((sum, outage) => sum + outage.to - Math.max(from, outage.from), 0);
    return Math.min(total, durations.lost);
  }

  /** Holds a fresh list against the state, and waits a little for what may be on its way. */
  async #agrees(filter: (object: ApiObject) => boolean, signal?: AbortSignal): Promise<boolean> {
    const asked = Date.now();
    const listed = (await this.source.list(signal)).items.filter(filter);
    const present = new Set(listed.map(objectKey));
    return this.#comes(
      () =>
        listed.every((object) => this.#delivered.has(identity(object))) &&
        [...this.#objects].every(
          ([key, object]) => present.has(key) || !filter(object) || this.#arrivedAfter(asked, key),
        ),
      signal,
    );
  }

  /** The state alone does not show what came and went. After a list, the server's cache is fresh enough to tell. */
  async #missedNothing(
    position: string,
    filter: (object: ApiObject) => boolean,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const changes = await this.source.changes(position, signal);
    if (!changes) return false;
    return this.#comes(
      () => changes.every((object) => !filter(object) || this.#delivered.has(identity(object))),
      signal,
    );
  }

  /** Whether a condition comes to hold within the lag that a watch may have. */
  async #comes(condition: () => boolean, signal?: AbortSignal): Promise<boolean> {
    for (const until = Date.now() + durations.watchLag; !condition();) {
      const left = until - Date.now();
      if (left <= 0) return false;
      await this.#change(left, signal);
    }
    return true;
  }

  #arrivedAfter(time: number, key: string): boolean {
    return this.#versions.some(({ at, object }) => at >= time && objectKey(object) === key);
  }

  #lagging(): ApiLost {
    return new ApiLost(
      "API_LOST",
      `the watch of ${this.path} lags behind the API server by more than ${durations.watchLag / 1000} s`,
      "check the load of the API server, then resume the run",
      { sent: false },
    );
  }
}
