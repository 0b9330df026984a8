import { probeLog } from "../../probe/testing.js";
import type { ApiObject } from "../../record/facts.js";
import { granted } from "../probing/testing.js";
import {
  APIS,
  autoscalerOf,
  deploymentOf,
  EVENTS,
  exportedOf,
  hpasIn,
  logOf,
  podsAfter,
  SCENE,
  SETUP,
  toldOf,
} from "./facts.js";
import { exposition, loadFor, metricName } from "./load.js";
import { NamedFacts } from "../probing/testing-facts.js";

/** Facts made by hand, for judges that are tested without a cluster. Times are seconds after an arbitrary start. */

const BEGIN = Date.parse("2026-01-02T03:04:05.000Z");
export const NONCE = "0123456789abcdef";
const NAMESPACE = "karat-test";
const NODE = "node1";
const METRIC = metricName(NONCE);
export const { low, high } = loadFor(NONCE, 2);

const at = (seconds: number): string => new Date(BEGIN + seconds * 1000).toISOString();

/** An HPA after so many seconds: what it wants and what it read; it has scaled when it wants more than one, or says so. */
export interface MadeUpHpa {
  at: number;
  name: string;
  desired: number;
  reading?: number | string;
  scaled?: boolean;
}

/** A pod that is ready unless it is said why not, and sees the accelerators in these slots. */
export interface MadeUpPod {
  name: string;
  slots?: number[];
  pending?: string;
}

/** A named set of observations that tests change before they judge. */
export class Evidence extends NamedFacts {
  constructor(
    pipeline: string | null = "custom-metrics",
    apis: Record<string, string[]> = { "custom.metrics.k8s.io/v1beta2": [] },
  ) {
    super(at(0));
    this.put(APIS, "value", apis);
    this.put(SCENE, "value", { nonce: NONCE, namespace: NAMESPACE, pipeline, replicas: 2 });
    this.put(SETUP, "value", { nonce: NONCE, node: NODE, access: "device-plugin", vendor: "generic" });
    this.put(EVENTS, "list", { path: "", items: [] });
  }

  workload(name: string): this {
    const created = { method: "POST", path: "", status: 201, body: {} };
    return this.put(deploymentOf(name), "response", created).put(autoscalerOf(name), "response", created);
  }

  /** What a pod of a workload exported when it was asked. */
  exports(workload: string, when: string, value: number): this {
    const text = exposition(METRIC, { namespace: NAMESPACE, workload }, value);
    this.put(toldOf(workload, when), "response", { method: "PATCH", path: "", status: 200, body: {} });
    return this.put(exportedOf(workload, when), "value", { path: "", at: at(0), status: 200, text });
  }

  hpas(part: string, from: number, to: number, versions: readonly MadeUpHpa[]): this {
    const served = versions.map((version) => ({ at: at(version.at), type: "MODIFIED", object: hpa(version) }));
    return this.put(hpasIn(part), "history", { from: at(from), to: at(to), complete: true, versions: served });
  }

  /** Pods as listed after a part, and what was printed in them. */
  pods(part: string, pods: readonly MadeUpPod[]): this {
    for (const { name, slots = [] } of pods) {
      const origin = { nonce: NONCE, podUid: `uid-${name}`, node: NODE, container: "probe" };
      this.put(logOf(name), "log", { namespace: NAMESPACE, pod: name, text: probeLog(origin, granted(...slots)) });
    }
    return this.put(podsAfter(part), "list", { path: "", items: pods.map(pod) });
  }

  rescaled(...names: string[]): this {
    const items = names.map((name) => ({ reason: "SuccessfulRescale", involvedObject: { name }, message: "New size" }));
    return this.put(EVENTS, "list", { path: "", items });
  }
}

function hpa({ name, desired, reading, scaled = desired > 1 }: MadeUpHpa): ApiObject {
  const pods = { metric: { name: METRIC }, current: { averageValue: String(reading) } };
  return {
    metadata: { name, uid: `uid-of-hpa-${name}` },
    status: {
      desiredReplicas: desired,
      ...(scaled ? { lastScaleTime: at(0) } : {}),
      currentMetrics: reading === undefined ? null : [{ type: "Pods", pods }],
    },
  };
}

function pod({ name, pending }: MadeUpPod): ApiObject {
  const scheduled = { type: "PodScheduled", status: "False", message: pending };
  return {
    metadata: { name, uid: `uid-${name}` },
    spec: {},
    status: {
      phase: pending === undefined ? "Running" : "Pending",
      conditions: [pending === undefined ? { type: "Ready", status: "True" } : scheduled],
    },
  };
}
