import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";
import { whyUnstartable } from "../../run/unstartable.js";

/** What is read of a pod; whatever else it has is left alone. */
const Pod = z.object({
  metadata: z.object({ name: z.string().min(1), uid: z.string().min(1), deletionTimestamp: z.string().optional() }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({
    phase: z.enum(["Pending", "Running", "Succeeded", "Failed", "Unknown"]),
    containerStatuses: z.unknown().optional(),
  }),
});
export type Pod = z.infer<typeof Pod>;

const Time = z.iso.datetime().transform((text) => Date.parse(text));

const Version = z.object({ at: Time, type: z.enum(["ADDED", "MODIFIED", "DELETED"]), object: Pod });

/** One version of a pod, `at` in milliseconds since the epoch. */
export type PodVersion = z.infer<typeof Version>;

/** All that a watch of pods showed between two times (milliseconds since the epoch), in order. */
export interface PodHistory {
  name: string;
  from: number;
  to: number;
  versions: PodVersion[];
}

/** @throws when the watch was interrupted or an object in it is not a pod */
export function podHistory(facts: Facts, name: string): PodHistory {
  const { from, to, versions } = facts.history(name);
  return { name, from: Time.parse(from), to: Time.parse(to), versions: z.array(Version).parse(versions) };
}

export function podList(facts: Facts, name: string): Pod[] {
  return z.array(Pod).parse(facts.list(name));
}

/** The identity of a pod as the API server gave it at its creation: a later pod of the same name is another one. */
function createdUid(facts: Facts, name: string): string {
  const { status, body } = facts.response(`${name}.created`);
  if (status !== 201) throw new Undecidable(`pod ${name} was not created: ${status}`);
  return z.object({ metadata: z.object({ uid: z.string().min(1) }) }).parse(body).metadata.uid;
}

/** A pod's versions, at least one. */
export type Life = readonly [PodVersion, ...PodVersion[]];

/** The versions of each created pod in a history. @throws when it does not show one: nothing is read out of silence */
export function lives(history: PodHistory, names: readonly string[], facts: Facts): Map<string, Life> {
  return new Map(names.map((name) => [name, lifeOf(history, name, facts)]));
}

export function lifeOf(history: PodHistory, name: string, facts: Facts): Life {
  const uid = createdUid(facts, name);
  const [first, ...rest] = history.versions.filter(({ object }) => object.metadata.uid === uid);
  if (!first) throw new Undecidable(`${history.name} does not show pod ${name}`);
  return [first, ...rest];
}

/** @throws when the created pods are not all, under their identities, in a list */
export function listed(pods: readonly Pod[], names: readonly string[], facts: Facts): Map<string, Pod> {
  const find = (name: string): Pod => {
    const uid = createdUid(facts, name);
    const pod = pods.find(({ metadata }) => metadata.uid === uid);
    if (!pod) throw new Undecidable(`pod ${name} is not there any more`);
    return pod;
  };
  return new Map(names.map((name) => [name, find(name)]));
}

/** A scheduler writes this once and for all: a bound pod never becomes unbound again. */
export const isBound = (pod: Pod): boolean => (pod.spec.nodeName ?? "") !== "";

export const hasFinished = (pod: Pod): boolean => pod.status.phase === "Succeeded" || pod.status.phase === "Failed";

/** When the pod was first seen bound, ms since the epoch; undefined when never. */
export const boundAt = (versions: readonly PodVersion[]): number | undefined =>
  versions.find(({ object }) => isBound(object))?.at;

/** The pod as it was last seen. */
export const last = (life: Life): Pod => (life.at(-1) ?? life[0]).object;

export const isThere = (life: Life): boolean => life.every(({ type }) => type !== "DELETED");

/** @throws unless the pod, which others are measured against, was bound to the node and running to the history's end */
export function expectRunning(history: PodHistory, name: string, facts: Facts, node: string): void {
  const life = lifeOf(history, name, facts);
  const pod = last(life);
  const { spec, status } = pod;
  if (!isThere(life) || status.phase !== "Running" || spec.nodeName !== node) {
    throw new Undecidable(
      `${name} was not running on ${node} in ${history.name}: ${whyUnstartable(pod) ?? status.phase}`,
    );
  }
}

/** Seconds between the first and the last of these times (ms). */
export const spread = (times: readonly number[]): number => (Math.max(...times) - Math.min(...times)) / 1000;

/**
 * Seconds from the first version of a pod to the first one that is bound; to the last one when none is.
 * @param versions `at` in ms since the epoch, in order
 */
export function secondsToBind(versions: readonly { at: number; bound: boolean }[]): number {
  const bound = versions.find((version) => version.bound) ?? versions.at(-1);
  return ((bound?.at ?? 0) - (versions[0]?.at ?? 0)) / 1000;
}
