import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import { hpasIn } from "./facts.js";

/** What is read of an HPA (autoscaling/v2); metrics are of type Pods by the custom metrics API, External by KEDA. */
const Value = z.object({ averageValue: z.union([z.string(), z.number()]).optional() });
const Metric = z.object({
  pods: z.object({ metric: z.object({ name: z.string() }), current: Value }).optional(),
  external: z.object({ current: Value }).optional(),
});
const Condition = z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() });
const Hpa = z.object({
  metadata: z.object({ name: z.string(), uid: z.string().min(1) }),
  status: z.object({
    desiredReplicas: z.int(),
    lastScaleTime: z.string().optional(),
    currentMetrics: z.array(Metric).nullish(),
    conditions: z.array(Condition).nullish(),
  }),
});

/** One version of an HPA. */
interface HpaVersion {
  /** Ms since epoch. */
  at: number;
  /** What it wants; 0 before it looked. */
  desired: number;
  /** Whether it has ever changed the number of replicas. */
  scaled: boolean;
  /** Average over the pods, as it last read it; undefined when it has read none. */
  reading: number | undefined;
  /** Why it does not scale, in its own words. */
  problem: string | undefined;
}

/** All versions of a workload's HPA in a part of the experiment. @throws when the watch was interrupted */
export function hpaIn(facts: Facts, part: string, workload: string, metric: string): HpaVersion[] {
  const { versions } = facts.history(hpasIn(part));
  return versions
    .filter(({ object }) => object["metadata"]?.name === workload)
    .map(({ at, object }) => {
      const { desiredReplicas, lastScaleTime, conditions } = Hpa.parse(object).status;
      const inactive = conditions?.find(({ type, status }) => type === "ScalingActive" && status !== "True");
      const problem = inactive && `${inactive.reason}: ${inactive.message}`;
      const scaled = lastScaleTime !== undefined;
      return { at: Date.parse(at), desired: desiredReplicas, scaled, reading: readingOf(object, metric), problem };
    });
}

/** The average that an HPA says it read. */
export function readingOf(hpa: ApiObject, metric: string): number | undefined {
  const metrics = Hpa.safeParse(hpa).data?.status.currentMetrics ?? [];
  const [value] = metrics.flatMap(({ pods, external }) =>
    pods?.metric.name === metric ? [pods.current.averageValue] : external ? [external.current.averageValue] : [],
  );
  return value === undefined ? undefined : quantity(String(value));
}

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

/** A decimal Quantity (k8s.io/apimachinery/pkg/api/resource); undefined for any other text. */
export function quantity(text: string): number | undefined {
  const [, digits, suffix = ""] = /^([+-]?\d+(?:\.\d+)?)([numkMGT]?)$/.exec(text) ?? [];
  const scale = SUFFIXES[suffix];
  // To thousandths, in which HPAs count.
  return digits === undefined || scale === undefined ? undefined : Math.round(Number(digits) * scale * 1000) / 1000;
}
