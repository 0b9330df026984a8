import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";

/** What is read of a pod; whatever else it has is left alone. */
const Pod = z.object({
  metadata: z.object({ name: z.string().min(1), uid: z.string().min(1), deletionTimestamp: z.string().optional() }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({ phase: z.enum(["Pending", "Running", "Succeeded", "Failed", "Unknown"]) }),
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
export function createdUid(facts: Facts, name: string): string {
  const { status, body } = facts.response(`${name}.created`);
  if (status !== 201) throw new Undecidable(`pod ${name} was not created: ${status}`);
  return z.object({ metadata: z.object({ uid: z.string().min(1) }) }).parse(body).metadata.uid;
}

/** The versions of one pod in a history. @throws when it shows none, so that nothing is read out of silence */
export function life(history: PodHistory, uid: string): [PodVersion, ...PodVersion[]] {
  const [first, ...rest] = history.versions.filter(({ object }) => object.metadata.uid === uid);
  if (!first) throw new Undecidable(`${history.name} does not show pod ${uid}`);
  return [first, ...rest];
}

/** A scheduler writes this once and for all: a bound pod never becomes unbound again. */
export const isBound = (pod: Pod): boolean => (pod.spec.nodeName ?? "") !== "";

export const hasFinished = (pod: Pod): boolean => pod.status.phase === "Succeeded" || pod.status.phase === "Failed";

/** When the pod was first seen bound, ms since the epoch; undefined when never. */
export const boundAt = (versions: readonly PodVersion[]): number | undefined =>
  versions.find(({ object }) => isBound(object))?.at;

/** The pod as it was last seen. */
export const last = (versions: readonly [PodVersion, ...PodVersion[]]): Pod => (versions.at(-1) ?? versions[0]).object;

/** Seconds between the first and the last of these times (ms). */
export const spread = (times: readonly number[]): number => (Math.max(...times) - Math.min(...times)) / 1000;
