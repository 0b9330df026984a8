import type { ApiObject } from "../../record/facts.js";
import type { Version } from "../../run/observer.js";

/** What `observe` waits for; nothing here is judged. */
export const PODS = { apiVersion: "v1", kind: "Pod" };

/** The named pods as they were last served; those not served yet are left out. */
export function current(versions: readonly Version[], names: readonly string[]): ApiObject[] {
  const pods = new Map(versions.map(({ object }) => [object["metadata"]?.name as string, object]));
  return names.map((name) => pods.get(name)).filter((pod) => pod !== undefined);
}

export const hasStarted = (pod: ApiObject): boolean =>
  ["Running", "Succeeded", "Failed"].includes(pod["status"]?.phase as string);

export const isPlaced = (pod: ApiObject): boolean => Boolean(pod["spec"]?.nodeName);

export const hasEnded = (pod: ApiObject): boolean => ["Succeeded", "Failed"].includes(pod["status"]?.phase as string);

/** A scheduler has said, for whatever reason, that the pod has no place yet. */
export const isPutOff = (pod: ApiObject): boolean =>
  ((pod["status"]?.conditions ?? []) as ApiObject[]).some(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );

export const namesOf = (pods: readonly ApiObject[]): string[] => pods.map((pod) => String(pod["metadata"].name));
