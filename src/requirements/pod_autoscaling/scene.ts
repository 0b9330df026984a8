import type { ApiObject } from "../../record/facts.js";
import { SCALING } from "../../run/durations.js";
import type { Observer, Version } from "../../run/observer.js";
import { findMonitoring } from "../monitoring/find.js";
import { APIS, autoscalerOf, EVENTS, hpasIn, podsAfter, podsIn, SCENE } from "./facts.js";
import { readingOf } from "./hpa.js";
import { loadFor, type Load, metricName, TARGET } from "./load.js";
import { chosenPipeline } from "./pipelines/index.js";
import { HPA_API } from "./served.js";
import { PODS, Stage } from "./stage.js";

export const HPAS = { apiVersion: HPA_API, kind: "HorizontalPodAutoscaler" };

/** Workloads of a stage that HPAs scale, by the platform's own way of serving metrics to them. */
export class Scene {
  private constructor(
    readonly observer: Observer,
    readonly stage: Stage,
    readonly load: Load,
    private readonly autoscalers: ReadonlyMap<string, ApiObject>,
  ) {}

  /**
   * Notes `apis` and `scene`. Undefined where nothing serves such metrics.
   * @param replicas how many of each workload a high load is for
   */
  static async open(
    observer: Observer,
    file: URL,
    { workloads, replicas }: { workloads: readonly string[]; replicas: number },
  ): Promise<Scene | undefined> {
    const { inventory, nonce, namespace } = observer;
    const pipeline = chosenPipeline(inventory.apis);
    const metrics = /^(autoscaling|[a-z]+\.metrics\.k8s\.io|keda\.sh)\//;
    observer.value(APIS, Object.fromEntries(Object.entries(inventory.apis).filter(([api]) => metrics.test(api))));
    observer.value(SCENE, { nonce, namespace, pipeline: pipeline?.id ?? null, replicas });
    if (!pipeline) return undefined;
    const prometheus = pipeline.asksPrometheus ? await findMonitoring(observer) : undefined;
    const stage = await Stage.open(observer, file);
    const goal = { namespace, metric: metricName(nonce), target: TARGET, most: replicas };
    const autoscalers = new Map(
      workloads.map((workload) => [workload, pipeline.autoscaler({ ...goal, workload }, prometheus)]),
    );
    return new Scene(observer, stage, loadFor(nonce, replicas), autoscalers);
  }

  /** Creates the workloads with a low load and what scales them; waits for a pod of each. @returns their names, if all run */
  async begin(): Promise<string[] | undefined> {
    const { observer, stage, load, autoscalers } = this;
    for (const [workload, autoscaler] of autoscalers) {
      await stage.deploy(workload, load.low);
      const { status, body } = await observer.create(autoscalerOf(workload), autoscaler);
      if (status !== 201) throw new Error(`${autoscaler["kind"]} ${workload} was refused: ${body["message"]}`);
    }
    const pods = await Promise.all([...autoscalers.keys()].map((workload) => stage.first(workload, load.low)));
    return pods.every((pod) => pod !== undefined) ? pods : undefined;
  }

  /** Waits until each HPA has read some value. Whatever is not low is wrong already. @returns whether all are low */
  async firstReading(): Promise<boolean> {
    const readings = (versions: readonly Version[]): number[][] =>
      [...this.autoscalers.keys()].map((workload) => readingsOf(versions, workload, this.stage.metric));
    const seen = await this.observer.hold(hpasIn("low"), HPAS, SCALING.served, (versions) =>
      readings(versions).every(({ length }) => length > 0),
    );
    return readings(seen).every((all) => all.length > 0 && all.every((reading) => reading === this.load.low));
  }

  /** Watches pods until it is enough, and lists them. @returns whether it came to that */
  async pods(part: string, within: number, enough: (versions: readonly Version[]) => boolean): Promise<boolean> {
    const versions = await this.observer.hold(podsIn(part), PODS, within, enough);
    return enough(versions);
  }

  /** Lists pods as they are after a part, and returns them. */
  podsAfter(part: string): Promise<ApiObject[]> {
    return this.observer.list(podsAfter(part), `/api/v1/namespaces/${this.observer.namespace}/pods`);
  }

  /** Notes `events`. */
  async events(): Promise<void> {
    await this.observer.list(EVENTS, `/api/v1/namespaces/${this.observer.namespace}/events`);
  }
}

/** For `observe` only: all that the HPA of a workload has read. */
export function readingsOf(versions: readonly Version[], workload: string, metric: string): number[] {
  return versions
    .filter(({ object }) => object["metadata"]?.name === workload)
    .flatMap(({ object }) => readingOf(object, metric) ?? []);
}
