import type { Checklist, Level } from "../record/checklist.js";

/** Kubernetes minors that the programme has a checklist for. */
export const MINORS = ["1.33", "1.34", "1.35", "1.36", "1.37"] as const;
export type Minor = (typeof MINORS)[number];

const MUST = "MUST";
const SHOULD = "SHOULD";
const ALL = [MUST, MUST, MUST, MUST, MUST] as const;

/**
 * The level of each requirement by MINORS, undefined where that checklist lacks it. Ids and levels are facts that a run
 * without network needs; the wording is the programme's, and only ever read from its own file.
 */
const TABLE: Readonly<Record<string, readonly (Level | undefined)[]>> = {
  dra_support: [SHOULD, MUST, MUST, undefined, undefined],
  driver_runtime_management: [undefined, undefined, SHOULD, SHOULD, SHOULD],
  gpu_sharing: [undefined, undefined, SHOULD, SHOULD, SHOULD],
  virtualized_accelerator: [undefined, undefined, SHOULD, SHOULD, SHOULD],
  ai_inference: ALL,
  advanced_inference_ingress: [undefined, undefined, undefined, SHOULD, SHOULD],
  high_performance_networking: [undefined, undefined, undefined, SHOULD, SHOULD],
  disaggregated_inference: [undefined, undefined, undefined, SHOULD, SHOULD],
  gang_scheduling: ALL,
  cluster_autoscaling: ALL,
  pod_autoscaling: ALL,
  accelerator_metrics: ALL,
  ai_service_metrics: ALL,
  secure_accelerator_access: ALL,
  workload_sandboxing: [undefined, undefined, undefined, undefined, SHOULD],
  robust_controller: ALL,
};

/** Every requirement that any checklist has, in their order. */
export const REQUIREMENT_IDS: readonly string[] = Object.keys(TABLE);

/** "1.36", "v1.36" and "1.36.2" name a minor; undefined for what names none of MINORS. */
export function minorOf(text: string): Minor | undefined {
  const named = /^v?(1\.\d+)(?:\.\d+)?$/.exec(text)?.[1];
  return MINORS.find((minor) => minor === named);
}

export function levelOf(id: string, minor: Minor): Level | undefined {
  return Object.hasOwn(TABLE, id) ? TABLE[id]?.[MINORS.indexOf(minor)] : undefined;
}

/** A minor's checklist as far as karat knows it: ids and levels without wording. */
export function knownChecklist(minor: Minor): Checklist {
  const requirements = REQUIREMENT_IDS.flatMap((id) => {
    const level = levelOf(id, minor);
    return level === undefined ? [] : [{ id, level }];
  });
  return { minor, requirements };
}

/** Where ids or levels of a checklist are not those that the programme has for its minor, in words; empty when they are. */
export function departures({ minor, requirements }: Checklist): string[] {
  const official = minorOf(minor);
  if (official === undefined) return [`the programme has no checklist for Kubernetes ${minor}`];
  const given = new Map(requirements.map(({ id, level }) => [id, level]));
  return [...new Set([...REQUIREMENT_IDS, ...given.keys()])].flatMap((id) => {
    const [is, should] = [given.get(id), levelOf(id, official)];
    return is === should
      ? []
      : [`${id} is ${is ?? "left out"}; the programme's ${minor} has ${should ?? "no such one"}`];
  });
}
