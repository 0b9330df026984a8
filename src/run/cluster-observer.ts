import type { ObjectRef } from "../kube/object.js";
import { ContentType } from "../kube/request.js";
import type { ApiObject } from "../record/facts.js";
import type { ObservationKind, Observation } from "../record/events.js";
import { ask } from "./ask.js";
import { asServed } from "./asserved.js";
import { readContainerLog, type LogOptions } from "./container-log.js";
import type { RunContext } from "./context.js";
import { create } from "./create.js";
import { RUNNER } from "./durations.js";
import { fill, type Filling } from "./fill.js";
import { Stopped } from "./interruption.js";
import type { Inventory, AcceleratorPool } from "./inventory.js";
import { readManifests } from "./manifests.js";
import type { RunOptions } from "./options.js";
import type { Exchange, Observer, Ref, Version } from "./observer.js";
import { ownerLabels } from "./owner.js";
import type { Lease } from "./places.js";
import { endNamespace } from "./release.js";
import { deleteOwn, nameOf, type UndoStack } from "./undo.js";
import { asVersion, VersionsSoFar } from "./versions.js";
import { Watches } from "./watches.js";

/** The longest that a timer bears, milliseconds: the check's deadline comes long before. */
const FOREVER = 2 ** 31 - 1;

/** One attempt at one check, as its observer sees it. */
export interface ObservedAttempt {
  /** Check id. */
  check: string;
  /** From 1. */
  number: number;
  namespace: string;
  lease: Lease;
  /** Aborts when the check must stop. */
  signal: AbortSignal;
  undo: UndoStack;
}

/** See Observer. */
export class ClusterObserver implements Observer {
  readonly inventory: Inventory;
  readonly options: Readonly<RunOptions>;
  readonly pool: AcceleratorPool | undefined;
  readonly devices: number;
  readonly namespace: string;
  readonly nonce: string;
  readonly image: string;
  readonly signal: AbortSignal;
  readonly #observations: Observation[] = [];
  readonly #names = new Set<string>();
  /** The check's own. */
  readonly #namespaces = new Set<string | undefined>();
  readonly #filling: Filling;
  readonly #watches: Watches;

  constructor(
    private readonly context: RunContext,
    private readonly attempt: ObservedAttempt,
  ) {
    const { lease, namespace, signal, check } = attempt;
    this.inventory = context.inventory;
    this.options = context.options;
    this.pool = lease.pool;
    this.devices = lease.devices;
    this.namespace = namespace;
    this.#namespaces.add(namespace);
    this.nonce = context.nonce;
    this.image = context.image;
    this.signal = signal;
    this.#filling = { labels: ownerLabels(context.run, check), nonce: this.nonce, image: this.image };
    this.#watches = new Watches(context, namespace);
  }

  /** All that was observed, as the record has it, in order. */
  get observations(): readonly Observation[] {
    return this.#observations;
  }

  /** Ends the watches. Nothing can be observed any more when the signal has aborted. */
  close(): void {
    this.#watches.close();
  }

  step(text: string): void {
    this.signal.throwIfAborted();
    this.context.journal.append({ type: "check.step", check: this.attempt.check, attempt: this.attempt.number, text });
  }

  manifests(file: URL): Promise<ApiObject[]> {
    return readManifests(file);
  }

  async create(
    name: string,
    object: ApiObject,
    { dryRun = false }: { dryRun?: boolean } = {},
  ): Promise<{ status: number; body: ApiObject }> {
    this.#claim(name);
    const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata?: Partial<Ref> };
    if (!metadata?.name) throw new Error(`the ${kind} for observation ${name} has no name`);
    const ref = await this.#resolve({ ...metadata, apiVersion, kind, name: metadata.name });
    const filled = fill(object, this.#filling, ref.namespace);
    if (!dryRun) await this.#register(ref);
    const { path, status, body } = await create(this.context.kube, filled, ref, { dryRun, signal: this.signal });
    const answer = asServed(body);
    this.#note(name, "response", { method: "POST", path, status, body: answer, ...(dryRun ? { dryRun } : {}) });
    return { status, body: answer };
  }

  async patch(name: string, given: Ref, patch: ApiObject): Promise<{ status: number; body: ApiObject }> {
    this.#claim(name);
    const { kube } = this.context;
    const ref = await this.#resolve(given);
    const { status, body } = await kube.patch(ref, patch, { contentType: ContentType.MergePatch, signal: this.signal });
    const answer = asServed(body);
    this.#note(name, "response", { method: "PATCH", path: await kube.path(ref), status, body: answer });
    return { status, body: answer };
  }

  async remove(name: string, given: Ref, within?: number): Promise<void> {
    this.#claim(name);
    const { kube } = this.context;
    const ref = await this.#resolve(given);
    const store = await this.#watches.of(ref);
    await store.ready(this.signal);
    const before = await kube.get(await kube.path(ref), { signal: this.signal });
    const uid = before?.["metadata"]?.uid as string | undefined;
    if (uid !== undefined) {
      const { status, body } = await kube.delete(ref, { uid, signal: this.signal });
      if (status >= 300 && status !== 404) {
        throw new Error(`${nameOf(ref)} cannot be deleted: ${status} ${String(body["message"] ?? "")}`);
      }
      const timeoutMs = within === undefined ? FOREVER : this.#milliseconds(within);
      await store.until(() => store.get(ref)?.["metadata"]?.uid !== uid, { timeoutMs, signal: this.signal });
    }
    this.#note(name, "object", { ref: given, object: asServed(store.get(ref) ?? null) });
  }

  async object(name: string, given: Ref): Promise<ApiObject | null> {
    this.#claim(name);
    const path = await this.context.kube.path(await this.#resolve(given));
    const object = asServed(await this.context.kube.get(path, { signal: this.signal }));
    this.#note(name, "object", { ref: given, object });
    return object;
  }

  async list(
    name: string,
    path: string,
    labelSelector?: string,
    keep: (object: ApiObject) => boolean = () => true,
  ): Promise<ApiObject[]> {
    this.#claim(name);
    const selector = labelSelector === undefined ? {} : { labelSelector };
    const { items: all } = await this.context.kube.list(path, { ...selector, signal: this.signal });
    const items = all.filter(keep).map(asServed);
    this.#note(name, "list", { path, ...selector, items });
    return items;
  }

  async until(
    name: string,
    given: Ref,
    within: number,
    reached: (object: ApiObject | null) => boolean,
  ): Promise<ApiObject | null> {
    this.#claim(name);
    const ref = await this.#resolve(given);
    const store = await this.#watches.of(ref);
    const now = (): { object: ApiObject | null } => ({ object: asServed(store.get(ref) ?? null) });
    const found = await store.until(
      () => {
        const served = now();
        return reached(served.object) ? served : undefined;
      },
      { timeoutMs: this.#milliseconds(within), signal: this.signal },
    );
    const { object } = found ?? now();
    this.#note(name, "object", { ref: given, object });
    return object;
  }

  async hold(
    name: string,
    of: { apiVersion: string; kind: string; namespace?: string; labelSelector?: string },
    seconds: number,
    enough?: (versions: readonly Version[]) => boolean,
  ): Promise<readonly Version[]> {
    this.#claim(name);
    const from = Date.now();
    const { store, mine } = await this.#watches.all(of);
    const soFar = new VersionsSoFar(store, mine, from);
    const timeoutMs = Math.max(0, from + this.#milliseconds(seconds) - Date.now());
    await store.until(() => (enough ? enough(soFar.look()) : false), { timeoutMs, signal: this.signal });
    const history = await store.since(from, { filter: mine, signal: this.signal });
    const versions = history.versions.map(asVersion);
    const { complete, gaps, outages } = history;
    this.#note(name, "history", {
      selector: { namespace: this.namespace, ...of },
      from: new Date(from).toISOString(),
      to: new Date(history.to).toISOString(),
      complete,
      ...(gaps.length + outages.length > 0 ? { gaps, outages } : {}),
      versions,
    });
    // No judge makes anything of it (Facts.history), but a second attempt may.
    if (!complete)
      throw new Stopped("api-lost", `the watch of ${of.kind} missed a part: ${gaps[0]?.cause ?? "unknown"}`);
    return versions;
  }

  async log(name: string, pod: string, options: LogOptions = {}): Promise<string> {
    this.#claim(name);
    const { kube, timeoutFactor } = this.context;
    const ref = { apiVersion: "v1", kind: "Pod", name: pod, namespace: this.namespace };
    const store = await this.#watches.of(ref);
    const log = await readContainerLog({ kube, store, pod: ref, options, timeoutFactor, signal: this.signal });
    this.#note(name, "log", { namespace: this.namespace, pod, ...log });
    return log.text;
  }

  async ask(name: string, path: string, within: number = RUNNER.answer): Promise<Exchange> {
    this.#claim(name);
    const exchange = await ask(this.context.kube, path, this.#milliseconds(within), this.signal);
    this.#note(name, "value", exchange);
    return exchange;
  }

  value(name: string, data: unknown): void {
    this.#claim(name);
    this.#note(name, "value", data);
  }

  /** What is created is taken back. */
  async #register(ref: ObjectRef): Promise<void> {
    if (ref.kind === "Namespace") this.#registerNamespace(ref.name);
    else if (!this.#namespaces.has(ref.namespace)) await this.#registerElsewhere(ref);
    this.#watches.created(ref);
  }

  /** Found by its labels like the check's first one, and goes as that does. */
  #registerNamespace(name: string): void {
    if (!name.startsWith(`${this.namespace}-`)) throw new Error(`namespace ${name} does not bear the check's name`);
    this.#namespaces.add(name);
    this.attempt.undo.push(`Namespace ${name}`, () => endNamespace(this.context, name));
  }

  /** An object outside of the check's namespaces does not go with it: it is taken back by itself. */
  async #registerElsewhere(ref: ObjectRef): Promise<void> {
    await this.context.heartbeat.note(ref.apiVersion, ref.kind);
    this.attempt.undo.push(nameOf(ref), () => deleteOwn(this.context.kube, ref, this.context.run));
  }

  /** With the check's namespace where a namespaced object names none. @throws KubeError for a kind that is not served */
  async #resolve({ apiVersion, kind, name, namespace = this.namespace }: Ref): Promise<ObjectRef> {
    const { kube } = this.context;
    await kube.path({ apiVersion, kind });
    const namespaced = (await kube.discovery()).find(apiVersion, kind)?.namespaced ?? true;
    return { apiVersion, kind, name, ...(namespaced ? { namespace } : {}) };
  }

  #milliseconds(seconds: number): number {
    return seconds * this.context.timeoutFactor * 1000;
  }

  /** Two facts of one name would be one to the judge. Looked at before anything is done. */
  #claim(name: string): void {
    this.signal.throwIfAborted();
    if (this.#names.has(name)) throw new Error(`the check observes ${name} twice`);
    this.#names.add(name);
  }

  #note(name: string, kind: ObservationKind, data: unknown): void {
    this.signal.throwIfAborted();
    const { check, number } = this.attempt;
    const at = new Date().toISOString();
    this.#observations.push(this.context.journal.observe(check, number, { name, kind, at, data }));
  }
}
