import { createHash } from "node:crypto";

/** The metric by which workloads are scaled, and the values that their pods are told to export. */

/** What the HPA wants each pod to have on average. */
export const TARGET = 1000;

/** Nobody can know it before the run, so that no series of others is taken for ours. */
export const metricName = (nonce: string): string => `karat_${nonce.replaceAll(/\W/g, "_")}_load`;

/** Label of the series with the namespace and the name of the workload. */
export const WORKLOAD_LABEL = "karat_workload";

export interface Load {
  /** Of a pod that has next to nothing to do: from 100 to 199, as the nonce says. */
  low: number;
  /** Of one pod, so high that all together have just the target on average once there are so many. */
  high: number;
}

/** @param replicas how many pods the high load is for, the others having the low one */
export function loadFor(nonce: string, replicas: number): Load {
  const digest = createHash("sha256").update(nonce).digest().readUInt32BE();
  const low = 100 + (digest % 100);
  return { low, high: replicas * TARGET - (replicas - 1) * low };
}

/** What a pod exports, in Prometheus's text format. */
export function exposition(metric: string, { namespace, workload }: Place, value: number): string {
  const series = `${metric}{${WORKLOAD_LABEL}="${namespace}/${workload}"} ${value}`;
  return `# HELP ${metric} Work that waits, as the pod was told.\n# TYPE ${metric} gauge\n${series}\n`;
}

/** A workload and the namespace it is in. */
export interface Place {
  namespace: string;
  workload: string;
}
