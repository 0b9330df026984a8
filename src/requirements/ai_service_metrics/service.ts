import type { ApiObject } from "../../record/facts.js";
import { equipMetricsBackend, parseVector, proofOf, queryPath } from "../../probe/index.js";
import { MONITORING } from "../../run/durations.js";
import type { Exchange, Observer } from "../../run/observer.js";
import { sleep } from "../../run/abort.js";
import { type Endpoint, proxyPath } from "../monitoring/candidates.js";
import { findMonitoring } from "../monitoring/find.js";
import { declarations } from "../monitoring/pod-monitor.js";
import { created, seen } from "../probing/pods.js";
import { SETUP } from "../probing/setup.js";
import { template } from "../probing/stage.js";
import { askedOf, hitOf, metricName, ownOf, sentOf } from "./facts.js";

const PORT = 8080;

/** Services of ours, and the platform's monitoring that is to collect from them. */
export class Service {
  readonly #observer: Observer;
  readonly #hits = new Map<string, number>();
  /** By service, the label that only its own series bear: other checks of this run export the same metric. */
  readonly #proofs = new Map<string, string>();
  readonly metric: string;
  readonly #manifests: readonly ApiObject[];
  #asked = 0;

  private constructor(
    observer: Observer,
    manifests: readonly ApiObject[],
    /** Where the platform answers queries; undefined when it does so nowhere. */
    readonly endpoint: Endpoint | undefined,
  ) {
    this.#observer = observer;
    this.#manifests = manifests;
    this.metric = metricName(observer.nonce);
  }

  /** Notes `setup`, and what finding the platform's monitoring takes. */
  static async open(observer: Observer, file: URL): Promise<Service> {
    observer.value(SETUP, { nonce: observer.nonce, node: "any" });
    observer.step("look for the platform's monitoring");
    return new Service(observer, await observer.manifests(file), await findMonitoring(observer));
  }

  /** Runs the service of this name, declared as the manifests declare it. @returns whether it answers */
  async deploy(name: string): Promise<boolean> {
    const pod = template(this.#manifests, "Pod", name);
    for (const container of pod["spec"].containers) equipMetricsBackend(container, { metric: this.metric, port: PORT });
    const monitor = this.#manifests.find((each) => each["kind"] === "PodMonitor" && each["metadata"].name === name);
    for (const declaration of monitor ? await declarations(this.#observer, monitor) : []) {
      await this.#observer.create(`${name}.monitor.${declaration["metadata"].namespace ?? "own"}`, declaration);
    }
    const { status, body } = await this.#observer.create(created(name), pod);
    if (status !== 201) return false;
    const podUid = String(body["metadata"]?.uid);
    this.#proofs.set(name, proofOf({ nonce: this.#observer.nonce, podUid, container: name }));
    const ref = { apiVersion: "v1", kind: "Pod", name };
    const last = await this.#observer.until(seen(name), ref, MONITORING.start, isRunning);
    return isRunning(last) && this.#answers(name);
  }

  /** Its first answers may come a moment after its start. */
  async #answers(name: string): Promise<boolean> {
    for (let attempt = 0; attempt < MONITORING.answers / MONITORING.look; attempt++) {
      const { status } = await this.#observer.ask(`${name}.first.${attempt}`, this.#pod(name, "/"));
      if (status === 404) return true;
      await sleep(MONITORING.look, this.#observer.signal);
    }
    return false;
  }

  /** Sends a service so many requests more, one after the other. */
  async hit(name: string, times: number, when: string): Promise<number> {
    const before = this.#hits.get(name) ?? 0;
    const sent = before + times;
    for (let number = before + 1; number <= sent; number++) {
      await this.#observer.ask(hitOf(name, number), this.#pod(name, `/hit?${number}`));
    }
    this.#hits.set(name, sent);
    this.#observer.value(sentOf(name, when), { sent });
    return sent;
  }

  /** Asks a service itself for its metrics. */
  async own(name: string, when: string): Promise<void> {
    await this.#observer.ask(ownOf(name, when), this.#pod(name, "/metrics"));
  }

  /**
   * Asks the platform for the counters until they are as wanted, at most so long; the last answer is the fact `when`.
   * @param wanted of the values that the series of each service have
   */
  async query(when: string, within: number, wanted: (values: (name: string) => number[]) => boolean): Promise<boolean> {
    const proofs = [...this.#proofs.values()].join("|");
    const path = `${proxyPath(this.endpoint!)}${queryPath(`${this.metric}{karat_proof=~"${proofs}"}`)}`;
    const until = performance.now() + within * 1000 * this.#observer.options.timeoutFactor;
    for (;;) {
      const exchange = await this.#observer.ask(`query.${this.#asked++}`, path);
      const held = wanted((name) => valuesIn(exchange, this.#proofs.get(name)));
      if (held || performance.now() >= until) {
        this.#observer.value(askedOf(when), exchange);
        return held;
      }
      await sleep(MONITORING.look, this.#observer.signal);
    }
  }

  #pod(name: string, path: string): string {
    return `/api/v1/namespaces/${this.#observer.namespace}/pods/${name}:${PORT}/proxy${path}`;
  }
}

/** From 3 to 10, as the nonce says: nobody can know them before. */
export function batch(nonce: string, number: number): number {
  return 3 + ((nonce.codePointAt(number) ?? 0) % 8);
}

/** For `observe` only, which must know when to go on. */
function valuesIn({ status, text }: Exchange, proof: string | undefined): number[] {
  try {
    const series = status === 200 ? parseVector(text ?? "") : [];
    return series.filter(({ labels }) => labels.get("karat_proof") === proof).map(({ value }) => value);
  } catch {
    return [];
  }
}

function isRunning(pod: ApiObject | null): boolean {
  const statuses = (pod?.["status"]?.containerStatuses ?? []) as ApiObject[];
  return statuses.length > 0 && statuses.every((status) => status["state"]?.running !== undefined);
}
