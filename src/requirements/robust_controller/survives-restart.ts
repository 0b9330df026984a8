import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { OPERATOR } from "../../run/durations.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import type { Version } from "../../run/observer.js";
import { expectAccepted } from "./accepted.js";
import { TWIN } from "./ground.js";
import { childrenOf } from "./heals-child.js";
import { controllerOf, current, Owned, runs } from "./pods.js";
import { RULES, WEBHOOK_RULES } from "./rules.js";
import {
  createdUid,
  lastAnswer,
  logOf,
  type Pod,
  podsAt,
  sceneOf,
  withoutOld,
  working,
  workingTwins,
} from "./scene.js";
import { givenSetup, SETUP } from "./setup.js";
import { RIGHT, Stage } from "./stage.js";
import { type ControllerPod, controllers, findController, isReady } from "./webhooks.js";

/** The object that is created when the controller is back. */
const NEXT = "next";

export const survivesRestart: Check = {
  id: "robust_controller/survives-restart",
  kind: "positive",
  proves:
    "when the operator's controller dies, all stays that it made, it comes back, and makes pods of another object",
  // Nobody else may need the operator meanwhile.
  needs: {
    after: ["refuses-invalid", "reconciles", "heals-child", "collects-children"].map(
      (name) => `robust_controller/${name}`,
    ),
  },
  seconds: { typical: 25, deadline: 720 },
  rules: [...RULES, ...WEBHOOK_RULES],
  disturbs: "deletes the pods of the operator's controller once, and waits until it is back",

  async observe(observer) {
    const stage = await Stage.open(observer);
    if (!stage) return;
    const { operator } = stage;
    const backing = await findController(observer, operator);
    const pods = await stage.run("up");
    if (!backing || !pods) return;
    await stage.child("up");
    const { namespace, labelSelector } = backing;
    const behind = { apiVersion: "v1", kind: "Pod", namespace, labelSelector };
    const before = controllers(current(await observer.hold("before", behind, 0)), operator).filter(isReplaced);
    const twin = pods.find((pod) => controllerOf(Owned.parse(pod))?.name === TWIN);
    if (before.length === 0 || !twin) return;
    observer.step(`delete ${stage.title}'s controller: ${before.map(({ metadata }) => metadata.name).join(", ")}`);
    const pod = (name: string) => ({ apiVersion: "v1", kind: "Pod", name });
    const back = (seen: readonly Version[]): boolean =>
      controllersBack(controllers(current(seen), operator), before).length > 0;
    await Promise.all([
      observer.hold("after", behind, OPERATOR.restart, back),
      observer.remove("pod.gone", pod(twin["metadata"].name)),
      ...before.map(({ metadata: { name } }) => observer.remove(`killed.${name}`, { ...pod(name), namespace })),
    ]);
    observer.step(`create another ${operator.valid.kind}, for the new controller`);
    await stage.make(NEXT, operator.valid);
    await stage.work("again", [NEXT, TWIN], new Set(pods.map(({ metadata }) => String(metadata.uid))));
    await stage.child("later");
    await observer.object("right.later", stage.ref);
  },

  judge(facts, expect) {
    const { operator, title } = givenSetup(facts);
    if (!expectAccepted(facts, expect, `${RIGHT}.created`)) return;
    const scene = sceneOf(facts, "up", RIGHT);
    workingTwins(facts, scene);
    const pods = working(facts, scene, scene.operators);
    if (pods.length === 0)
      throw new Undecidable(`no pod came of the ${operator.valid.kind}, so that none could survive`);
    if (!facts.has("before")) throw new Undecidable(`the pods of ${title}'s controller were not found`);
    const before = controllers(current(facts.history("before").versions), operator).filter(isReplaced);
    if (before.length === 0)
      throw new Undecidable(`no pod of ${title}'s controller would be replaced if it were deleted`);
    expectKilled(facts, before);
    const again = sceneOf(facts, "again", NEXT);
    const control = workingTwins(facts, again, scene.twins).map((pod) => logOf("again", pod));
    const back = controllersBack(controllers(current(facts.history("after").versions), operator), before);
    expect(`${title}'s controller comes back when its pods are deleted`, {
      held: back.length > 0,
      expected: `a pod of it that is Ready within ${OPERATOR.restart} s, under another UID`,
      seen: back.map(({ metadata }) => metadata.name).join(", ") || "none",
      evidence: [SETUP, "before", ...before.map(({ metadata }) => `killed.${metadata.name}`), "after", ...control],
    });
    expectSurvived(facts, expect, pods);
    if (!expectAccepted(facts, expect, `${NEXT}.created`)) return;
    const running = working(facts, again, again.operators);
    expect("the controller that is back makes pods of another object", {
      held: running.length > 0,
      expected: "a pod of it, with its own line in its log",
      seen: running.map(({ metadata }) => metadata.name).join(", ") || "none",
      evidence: [...again.evidence, ...control, ...running.map((pod) => logOf("again", pod))],
    });
  },
};

/** A pod that nobody makes anew must not be deleted. */
function isReplaced(pod: ControllerPod): boolean {
  return controllerOf(pod) !== undefined;
}

function controllersBack(now: readonly ControllerPod[], before: readonly ControllerPod[]): ControllerPod[] {
  return now.filter((pod) => isReady(pod) && !before.some(({ metadata }) => metadata.uid === pod.metadata.uid));
}

/** @throws Undecidable unless each of these pods was seen to be gone */
function expectKilled(facts: Facts, before: readonly ControllerPod[]): void {
  for (const { metadata } of before) {
    if (facts.object(`killed.${metadata.name}`)?.["metadata"]?.uid === metadata.uid) {
      throw new Undecidable(`pod ${metadata.name} could not be deleted`);
    }
  }
}

/** Holds that object, children and pods are the ones of before. */
function expectSurvived(facts: Facts, expect: Expect, pods: readonly Pod[]): void {
  const later = facts.object("right.later");
  const object = later === null ? undefined : Owned.parse(later);
  const same = (one: Owned | undefined, uid: string): boolean =>
    one?.metadata.uid === uid && one.metadata.deletionTimestamp === undefined;
  const children = childrenOf(facts, "later");
  const { name, pods: now } = podsAt(facts, "again");
  const lost = [
    ...(same(object, createdUid(facts, RIGHT)) ? [] : ["the object"]),
    ...childrenOf(facts, "up")
      .filter(({ metadata }) => !children.some((child) => same(child, metadata.uid)))
      .map((child) => child.metadata.name),
    ...pods.filter((pod) => !now.some((other) => isSameRun(pod, other))).map(({ metadata }) => metadata.name),
  ];
  expect("what it had made before is still there", {
    held: lost.length === 0,
    expected: "object, children and pods with the same UIDs, in containers that run on",
    seen: lost.length > 0 ? `without ${lost.join(", ")}` : `all of it, ${pods.length} pods`,
    evidence: [SETUP, lastAnswer(facts, `${RIGHT}.created`).name, "right.later", "up.children", "later.children", name],
  });
}

/** Whether a pod's containers are the very ones of before. */
function isSameRun(before: Pod, after: Pod): boolean {
  const containers = ({ status }: Pod) => (status.containerStatuses ?? []).map(({ containerID }) => containerID).join();
  return withoutOld([after], [before]).length === 0 && runs(after) && containers(before) === containers(after);
}
