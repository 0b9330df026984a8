import type { Inventory } from "../../run/inventory.js";
import type { Observer } from "../../run/observer.js";
import type { ApiObject } from "../../record/facts.js";
import type { Rule } from "../../run/check.js";

export type Apis = Inventory["apis"];

/** What a gang scheduler's adapter needs to know about the experiment. */
export interface Scene {
  apis: Apis;
  namespace: string;
  /** The one node on which everything takes place, by its label kubernetes.io/hostname. */
  hostname: string;
  /** Devices of that node, all of them the experiment's own. */
  devices: number;
  /** Extended resource of one device; undefined where pods ask for devices by claim only. */
  resource?: string | undefined;
  /** The name that pods give as `spec.schedulerName`, where it had to be looked up. */
  schedulerName?: string | undefined;
}

/** One way of running a gang. Everything but `lookUp` is pure. */
export interface GangScheduler {
  id: string;
  /** What it is called by people. */
  title: string;
  /** What the objects below take beyond pods. */
  rules: Rule[];
  /** Whether the cluster serves its API and it can count this scene's devices. */
  serves(scene: Pick<Scene, "apis" | "resource">): boolean;
  /** Finds `schedulerName`; what it reads is written down. */
  lookUp?(observer: Observer): Promise<string>;
  /** What must stand before any pod, such as a queue, in order of creation. */
  queues(scene: Scene): ApiObject[];
  /** What makes a gang of pods that start together or not at all, created before them. */
  gang(name: string, size: number, scene: Scene): ApiObject[];
  /** The pod as this scheduler takes it without a gang. Changes and returns its argument. */
  alone(pod: ApiObject, scene: Scene): ApiObject;
  /** The pod as a member of a gang. Changes and returns its argument. */
  member(pod: ApiObject, gang: string, size: number, scene: Scene): ApiObject;
  /** REST path of the objects in which it says what it thinks of waiting pods, where that is not in the pods. */
  opinions?(scene: Scene): string;
  /**
   * The scheduler's own words for why pods wait, from the pods and its `opinions` as served; undefined when nothing
   * shows that it looked at them at all.
   */
  considered(pods: readonly ApiObject[], opinions: readonly ApiObject[]): string | undefined;
}

/** kube-scheduler, and whoever follows it, writes down on a pod why it found no place for it. */
export function unschedulable(pods: readonly ApiObject[]): string | undefined {
  const conditions = pods.flatMap((pod) => (pod["status"]?.conditions ?? []) as ApiObject[]);
  const refusal = conditions.find(
    ({ type, status, reason }) => type === "PodScheduled" && status === "False" && reason === "Unschedulable",
  );
  return refusal && `Unschedulable: ${String(refusal["message"] ?? "")}`;
}

/** Adds labels or annotations to an object. */
export function mark(object: ApiObject, kind: "labels" | "annotations", marks: Record<string, string>): void {
  const metadata = (object["metadata"] ??= {}) as ApiObject;
  metadata[kind] = { ...(metadata[kind] as Record<string, string> | undefined), ...marks };
}
