import type { ApiObject } from "../../record/facts.js";
import { sleep } from "../../run/abort.js";
import { OPERATOR } from "../../run/durations.js";
import type { Observer, Version } from "../../run/observer.js";
import { instance } from "./objects.js";
import { controllerOf, current, Owned, PODS, runs } from "./pods.js";
import { equipWorkers, hasLine } from "./worker.js";

/** Between pod and object stand at most so many owners: InferenceService, Deployment, ReplicaSet is the longest known. */
const MOST_OWNERS = 5;

/** The ReplicaSet that does the same as the operator's object, by Kubernetes' own controllers. */
export const TWIN = "twin";
export const TWIN_REF = { apiVersion: "apps/v1", kind: "ReplicaSet", name: TWIN };

interface Answer {
  status: number;
  body: ApiObject;
}

/** The check's namespace, in which objects are made and pods come of them. Writes down what the judges read. */
export class Ground {
  protected readonly observer: Observer;
  /** UIDs of what was created, by name. */
  readonly #uids = new Map<string, string>();

  constructor(observer: Observer) {
    this.observer = observer;
  }

  /** Creates the twin. */
  async createTwin(): Promise<void> {
    const [twin] = await this.observer.manifests(new URL("./plain-replica-set.yaml", import.meta.url));
    await this.make(TWIN, twin as ApiObject);
  }

  /** Creates an object under a name, by which its pods and children are told; notes `<name>.created`. */
  async make(name: string, manifest: ApiObject): Promise<Answer> {
    const object = { ...manifest, metadata: { ...(manifest["metadata"] as ApiObject), name } };
    const answer = await this.submit(`${name}.created`, object);
    this.#uids.set(name, String(answer.body["metadata"]?.uid));
    return answer;
  }

  /**
   * Sends an object, its containers being workers, again and again while it may only be early: see OPERATOR.admits. Each
   * answer is noted, as `<name>`, `<name>.2` and so on.
   */
  async submit(
    name: string,
    manifest: ApiObject,
    { dryRun = false, insists = isEarly }: { dryRun?: boolean; insists?: (answer: Answer) => boolean } = {},
  ): Promise<Answer> {
    const { namespace, image, nonce, inventory, signal } = this.observer;
    const object = equipWorkers(instance(manifest, { namespace, apis: inventory.apis }), { image, nonce });
    const until = Date.now() + OPERATOR.admits * 1000;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.observer.create(attempt === 1 ? name : `${name}.${attempt}`, object, { dryRun });
      if (!insists(answer) || Date.now() > until) return answer;
      await sleep(OPERATOR.again, signal);
    }
  }

  /**
   * Waits until a pod of each of these runs that is not among `old`, and reads what they print. Notes `<phase>.pods`,
   * where they took long to start `<phase>.started`, `<phase>.owner.<n>` and `<phase>.log.<pod>`.
   * @returns those that run; undefined where one came to nothing
   */
  async work(
    phase: string,
    of: readonly string[],
    old: ReadonlySet<string> = new Set(),
  ): Promise<ApiObject[] | undefined> {
    const ours = (versions: readonly Version[]) => current(versions).filter(({ metadata }) => !old.has(metadata.uid));
    const each = (pods: readonly ApiObject[], holds: (pod: ApiObject) => boolean) =>
      of.every((name) => pods.some((pod) => (name === TWIN) === this.#isTwins(pod) && holds(pod)));
    const done = (versions: readonly Version[]) => each(ours(versions), runs);
    let seen = await this.observer.hold(`${phase}.pods`, PODS, OPERATOR.acts, done);
    if (!done(seen) && each(ours(seen), () => true)) {
      seen = await this.observer.hold(`${phase}.started`, PODS, OPERATOR.start, done);
    }
    await this.#owners(phase, ours(seen));
    const running = ours(seen).filter(runs);
    await Promise.all(running.map((pod) => this.#log(phase, pod)));
    return done(seen) ? running : undefined;
  }

  /** UID of what was made under a name. */
  protected uid(name: string): string | undefined {
    return this.#uids.get(name);
  }

  async #log(phase: string, { metadata, spec }: ApiObject): Promise<void> {
    const options = { container: spec.containers[0].name, within: OPERATOR.line, whole: hasLine };
    await this.observer.log(`${phase}.log.${metadata.name}`, metadata.name, options);
  }

  /** Notes each object between these pods and what was made here. */
  async #owners(phase: string, pods: readonly ApiObject[]): Promise<void> {
    const known = new Set(this.#uids.values());
    let count = 0;
    for (const pod of pods) {
      let owner = controllerOf(Owned.parse(pod));
      for (let depth = 0; owner && !known.has(owner.uid) && depth < MOST_OWNERS; depth++) {
        known.add(owner.uid);
        const { apiVersion, kind, name } = owner;
        const object = await this.observer.object(`${phase}.owner.${count++}`, { apiVersion, kind, name });
        owner = object ? controllerOf(Owned.parse(object)) : undefined;
      }
    }
  }

  #isTwins(pod: ApiObject): boolean {
    return controllerOf(Owned.parse(pod))?.uid === this.#uids.get(TWIN);
  }
}

/** Whether an answer may be another one a moment later: by a webhook whose cache lags, or that does not answer yet. */
function isEarly(answer: Answer): boolean {
  return (
    isUnanswered(answer) || (answer.status >= 400 && String(answer.body["message"]).startsWith('admission webhook "'))
  );
}

/** Whether the API server itself could not carry a request out, as when a webhook cannot be called. */
export function isUnanswered({ status }: Answer): boolean {
  return status >= 500;
}
