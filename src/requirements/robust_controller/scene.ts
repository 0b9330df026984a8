import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";
import { controllerOf, current, Owned, runs } from "./pods.js";
import { givenNonce, SETUP } from "./setup.js";
import { TWIN } from "./ground.js";
import { showsWork } from "./worker.js";

const Pod = Owned.extend({
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({
    phase: z.string(),
    containerStatuses: z
      .array(
        z.object({
          name: z.string(),
          containerID: z.string().optional(),
          imageID: z.string().optional(),
          state: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .optional(),
    conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() })).optional(),
  }),
});
export type Pod = z.infer<typeof Pod>;

/** The API server's last answer to an object that may have been sent more than once, and the fact's name. */
export function lastAnswer(
  facts: Facts,
  name: string,
): { name: string; status: number; path: string; body: ApiObject } {
  let last = name;
  for (let attempt = 2; facts.has(`${name}.${attempt}`); attempt++) last = `${name}.${attempt}`;
  return { ...facts.response(last), name: last };
}

/** UID of an object that was created. @throws Undecidable when it was not */
export function createdUid(facts: Facts, name: string): string {
  const { status, body } = lastAnswer(facts, `${name}.created`);
  if (status !== 201) throw new Undecidable(`${name} was not created: ${status} ${String(body["message"] ?? "")}`);
  return Owned.parse(body).metadata.uid;
}

/** The pods of one phase of an experiment (see Stage.work), by whose they are. */
export interface Scene {
  phase: string;
  /** The operator's, from its object. */
  operators: Pod[];
  /** The twin's. */
  twins: Pod[];
  /** What a statement about the pods rests on. */
  evidence: string[];
}

/** All pods at the end of a phase, and the name of the history that shows them. */
export function podsAt(facts: Facts, phase: string): { name: string; pods: Pod[] } {
  const name = facts.has(`${phase}.started`) ? `${phase}.started` : `${phase}.pods`;
  return { name, pods: z.array(Pod).parse(current(facts.history(name).versions)) };
}

/** @param name of the operator's object */
export function sceneOf(facts: Facts, phase: string, name: string): Scene {
  const { name: history, pods } = podsAt(facts, phase);
  const owners = facts.names.filter((fact) => fact.startsWith(`${phase}.owner.`));
  const subject = createdUid(facts, name);
  const twin = facts.has(`${TWIN}.created`) ? createdUid(facts, TWIN) : undefined;
  const between = owners.flatMap((fact) => facts.object(fact) ?? []).map((object) => Owned.parse(object));
  return {
    phase,
    operators: pods.filter((pod) => leadsTo(pod, subject, between)),
    twins: twin === undefined ? [] : pods.filter((pod) => controllerOf(pod)?.uid === twin),
    evidence: [SETUP, lastAnswer(facts, `${name}.created`).name, history, ...owners],
  };
}

/** Whether an object is controlled by the one with this UID, directly or through others. */
export function leadsTo(object: Owned, uid: string, between: readonly Owned[]): boolean {
  const seen = new Set<string>();
  for (let owner = controllerOf(object); owner && !seen.has(owner.uid);) {
    if (owner.uid === uid) return true;
    seen.add(owner.uid);
    const { uid: next } = owner;
    const found = between.find(({ metadata }) => metadata.uid === next);
    owner = found && controllerOf(found);
  }
  return false;
}

/** Those of a scene's pods that were not there before. */
export function withoutOld(pods: readonly Pod[], old: readonly Pod[]): Pod[] {
  return pods.filter(({ metadata }) => !old.some((pod) => pod.metadata.uid === metadata.uid));
}

export const logOf = (phase: string, pod: Pod): string => `${phase}.log.${pod.metadata.name}`;

/**
 * The pods among these that run and show in their logs that they were executed in this run.
 * @throws Undecidable when there are pods and none of them does: why a pod does not run is no matter of operators
 */
export function working(facts: Facts, { phase }: Pick<Scene, "phase">, pods: readonly Pod[]): Pod[] {
  const nonce = givenNonce(facts);
  const found = pods.filter(
    (pod) =>
      runs(pod) &&
      pod.spec.nodeName !== undefined &&
      hasContainer(pod) &&
      facts.has(logOf(phase, pod)) &&
      showsWork(facts.log(logOf(phase, pod)), nonce, pod.metadata.uid),
  );
  if (pods.length > 0 && found.length === 0)
    throw new Undecidable(`no pod shows that it runs: ${pods.map(why).join("; ")}`);
  return found;
}

/** The twin's pods that work. @throws Undecidable when none does: nothing can be said of operators then */
export function workingTwins(facts: Facts, scene: Scene, old: readonly Pod[] = []): Pod[] {
  const twins = working(facts, scene, withoutOld(scene.twins, old));
  if (twins.length > 0) return twins;
  throw new Undecidable("a plain ReplicaSet of Kubernetes' own came to nothing either in the same time");
}

/** containerd://<64 hex>, cri-o://<64 hex>, docker://<64 hex>; a node that runs nothing has none. */
function hasContainer({ status }: Pod): boolean {
  const statuses = status.containerStatuses ?? [];
  return statuses.every(
    ({ containerID, imageID }) => Boolean(imageID) && /^[a-z-]+:\/\/[0-9a-f]{32,}$/.test(containerID ?? ""),
  );
}

function why({ metadata, spec, status }: Pod): string {
  const scheduled = status.conditions?.find(({ type, status: held }) => type === "PodScheduled" && held !== "True");
  const waiting = status.containerStatuses
    ?.map(({ state }) => state?.["waiting"] as ApiObject | undefined)
    .find(Boolean);
  const reason = scheduled?.message ?? waiting?.["message"] ?? waiting?.["reason"] ?? "its log does not bear it out";
  return `pod ${metadata.name} is ${status.phase} on ${spec.nodeName ?? "no node"}: ${String(reason)}`;
}
