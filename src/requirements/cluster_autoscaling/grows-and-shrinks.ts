import type { ApiObject } from "../../record/facts.js";
import { isWhole } from "../../probe/index.js";
import type { Check } from "../../run/check.js";
import { AUTOSCALING } from "../../run/durations.js";
import type { Observer, Version } from "../../run/observer.js";
import { later, logOf, seen } from "../probing/pods.js";
import { wordOn } from "./autoscalers/index.js";
import { unlessDeclared } from "./declared.js";
import { judgeGrowth } from "./growth.js";
import { RULES } from "./rules.js";
import { eventsOn, isLeaving, nodeRef, podRef, PROBE, readAgain, Scene } from "./scene.js";
import { judgeShrinking } from "./shrinking.js";

/** The first goes again, the other stays: its node must survive that. */
export const DEMAND = ["demand-0", "demand-1"] as const;
const [IDLE, BUSY] = DEMAND;

/**
 * Growth and its end are one experiment, so that a pool grows once for it: what the second half needs, the first half
 * has made. A node that stays shows something only beside one that goes.
 */
export const growsAndShrinks: Check = {
  id: "cluster_autoscaling/grows-and-shrinks",
  kind: "positive",
  proves:
    "for pods that wait for accelerators the autoscaler makes nodes that run them, and takes away the node whose pod ended, not the busy one",
  // One growth at a time, so that each is told from the other.
  needs: { after: ["cluster_autoscaling/no-need-no-growth"] },
  seconds: {
    typical: 55,
    deadline: AUTOSCALING.react + AUTOSCALING.grow + AUTOSCALING.unneeded + AUTOSCALING.leave + 300,
  },
  rules: RULES,
  notApplicable: unlessDeclared,

  async observe(observer) {
    const scene = await Scene.open(observer, new URL("./grows-and-shrinks.yaml", import.meta.url));
    observer.step("ask for accelerators on two nodes that are not there");
    await scene.guard();
    const uids = await Promise.all(DEMAND.map((name) => waitingPod(observer, scene, name)));
    const decided = (seen: readonly Version[]): string[] =>
      DEMAND.filter((_, at) => isDecided(eventsOn(seen.map(({ object }) => object), String(uids[at])))); // prettier-ignore
    const event = { apiVersion: "v1", kind: "Event" };
    const heard = await observer.hold("decision", event, AUTOSCALING.react, (versions) => decided(versions).length === DEMAND.length); // prettier-ignore
    observer.step("wait until they run");
    const nodes = await Promise.all(decided(heard).map((name) => run(observer, name)));
    const words = wordOn(await scene.podEvents());
    await scene.nodeClaims();
    await scene.nodesAfter();
    const [idle, busy] = nodes;
    // What has failed already needs no second half.
    if (!idle || !busy || !words?.word.grows) return;

    observer.step(`remove ${IDLE} and wait until its node is taken away`);
    await observer.remove(`${IDLE}.gone`, podRef(IDLE));
    const within = words.by.idle(idle, scene.pools);
    const last = await observer.until("idle.leaving", nodeRef(nameOf(idle)), within, isLeaving);
    if (isLeaving(last)) await observer.until("idle.gone", nodeRef(nameOf(idle)), AUTOSCALING.leave, (node) => !node);
    else await observer.list("idle.pods", `/api/v1/pods?fieldSelector=spec.nodeName%3D${nameOf(idle)}`);
    await scene.nodeEvents("idle.events", nameOf(idle));
    await observer.object("busy.later", nodeRef(nameOf(busy)));
    await observer.object(later(BUSY), podRef(BUSY));
  },

  judge(facts, expect) {
    if (judgeGrowth(facts, expect, DEMAND)) judgeShrinking(facts, expect, IDLE, BUSY);
  },
};

/** Creates a pod and waits until the scheduler has found no place for it. @returns its uid */
async function waitingPod(observer: Observer, scene: Scene, name: string): Promise<string> {
  await scene.pod("demand", name, true);
  const looked = (pod: ApiObject | null): boolean =>
    ((pod?.["status"]?.conditions ?? []) as { type: string }[]).some(({ type }) => type === "PodScheduled");
  const pod = await observer.until(`${name}.waiting`, podRef(name), AUTOSCALING.waits, looked);
  return String(pod?.["metadata"]?.uid);
}

/** An autoscaler makes a node for the pod, or it has a place already, whoever made that. */
function isDecided(own: readonly ApiObject[]): boolean {
  return wordOn(own)?.word.grows === true || own.some(({ reason }) => reason === "Scheduled");
}

/** Waits for the pod, and reads what it prints. @returns its node as served; undefined when it does not start */
async function run(observer: Observer, name: string): Promise<ApiObject | undefined> {
  const started = (pod: ApiObject | null): boolean =>
    ((pod?.["status"]?.containerStatuses ?? []) as ApiObject[]).some(
      ({ state }) => state?.running ?? state?.terminated,
    );
  const pod = await observer.until(seen(name), podRef(name), AUTOSCALING.grow, started);
  const node = pod?.["spec"]?.nodeName as string | undefined;
  if (!started(pod) || node === undefined) return undefined;
  const options = { container: PROBE, within: AUTOSCALING.probe, whole: isWhole };
  // A node that has only just come may be slow at first.
  if ((await observer.log(logOf(name, PROBE), name, options)) === "")
    await observer.log(readAgain(name), name, options);
  return (await observer.object(`${name}.node`, nodeRef(node))) ?? undefined;
}

const nameOf = (node: ApiObject): string => String(node["metadata"]?.name);
