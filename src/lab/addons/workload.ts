import type { ApiObject, Kube } from "../../kube/index.js";

/** Kinds of objects that run pods. */
export const WORKLOADS: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "Job"]);

interface Status {
  observedGeneration?: number;
  readyReplicas?: number;
  updatedReplicas?: number;
  numberReady?: number;
  desiredNumberScheduled?: number;
  succeeded?: number;
}

/** Why a workload does not run as it should; null when all its pods are ready, or its Job has succeeded. */
export async function workloadProblem(kube: Kube, object: ApiObject): Promise<string | null> {
  const { name, namespace } = object.metadata as { name: string; namespace: string };
  const kind = String(object.kind);
  const path = await kube.path({ apiVersion: String(object.apiVersion), kind, name, namespace });
  const found = await kube.get(path);
  const called = `${kind} ${namespace}/${name}`;
  if (found === null) return `${called} is not there`;
  const status = (found["status"] ?? {}) as Status;
  if (kind === "Job") return (status.succeeded ?? 0) > 0 ? null : `${called} has not succeeded`;
  if ((status.observedGeneration ?? 0) < Number(found.metadata?.["generation"])) return `${called} is being changed`;
  const wanted =
    kind === "DaemonSet" ? status.desiredNumberScheduled : (found["spec"] as { replicas?: number }).replicas;
  const ready = (kind === "DaemonSet" ? status.numberReady : status.readyReplicas) ?? 0;
  const updated = kind === "Deployment" ? (status.updatedReplicas ?? 0) : ready;
  return Math.min(ready, updated) >= (wanted ?? 1) ? null : `${called}: ${ready} of ${wanted} pods are ready`;
}
