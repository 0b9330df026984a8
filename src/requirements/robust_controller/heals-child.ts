import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { Undecidable } from "../../run/expect.js";
import { expectAccepted } from "./accepted.js";
import { TWIN } from "./ground.js";
import { controllerOf, current, Owned } from "./pods.js";
import { RULES } from "./rules.js";
import { createdUid, logOf, sceneOf, withoutOld, working, workingTwins } from "./scene.js";
import { givenSetup } from "./setup.js";
import { RIGHT, Stage } from "./stage.js";

export const healsChild: Check = {
  id: "robust_controller/heals-child",
  kind: "positive",
  proves: "what an operator made of an object and somebody deletes comes back, with a new UID, and pods run again",
  needs: {},
  seconds: { typical: 14, deadline: 600 },
  rules: RULES,

  async observe(observer) {
    const stage = await Stage.open(observer);
    const pods = await stage?.run("up");
    if (!stage || !pods) return;
    const child = await stage.child("up");
    const twin = pods.find((pod) => controllerOf(Owned.parse(pod))?.name === TWIN);
    if (!child || !twin) return;
    const { name, uid } = child["metadata"];
    observer.step(`delete ${stage.operator.child.kind} ${name}, and wait for another one`);
    await Promise.all([
      observer.remove("child.gone", stage.childRef(name)),
      observer.remove("pod.gone", { apiVersion: "v1", kind: "Pod", name: twin["metadata"].name }),
    ]);
    await stage.child("again", uid);
    await stage.work("again", [RIGHT, TWIN], new Set(pods.map(({ metadata }) => String(metadata.uid))));
    await observer.object("right.later", stage.ref);
  },

  judge(facts, expect) {
    const { operator, title } = givenSetup(facts);
    if (!expectAccepted(facts, expect, `${RIGHT}.created`)) return;
    const { kind } = operator.child;
    const before = sceneOf(facts, "up", RIGHT);
    workingTwins(facts, before);
    if (working(facts, before, before.operators).length === 0) {
      throw new Undecidable(`no pod came of the ${operator.valid.kind}, so that there was nothing to heal`);
    }
    const [child] = childrenOf(facts, "up");
    if (!child) throw new Undecidable(`the ${operator.valid.kind} has no ${kind} of its own`);
    if (facts.object("child.gone")?.["metadata"]?.uid === child.metadata.uid) {
      throw new Undecidable(`the ${kind} could not be deleted`);
    }
    const after = sceneOf(facts, "again", RIGHT);
    const twins = workingTwins(facts, after, before.twins);
    const later = Owned.parse(facts.present("right.later"));
    if (later.metadata.uid !== createdUid(facts, RIGHT) || later.metadata.deletionTimestamp !== undefined) {
      throw new Undecidable(`the ${operator.valid.kind} itself was deleted meanwhile`);
    }
    const next = childrenOf(facts, "again").filter(({ metadata }) => metadata.uid !== child.metadata.uid);
    const control = [...after.evidence, ...twins.map((pod) => logOf("again", pod))];
    expect(`${title} makes another ${kind} when one is deleted`, {
      held: next.length > 0,
      expected: `a ${kind} with another UID than ${child.metadata.uid}, as a plain ReplicaSet makes another pod`,
      seen: next.length > 0 ? next.map(({ metadata }) => metadata.uid).join(", ") : "none",
      evidence: [...control, "up.children", "child.gone", "again.children", "right.later"],
    });
    const running = working(facts, after, withoutOld(after.operators, before.operators));
    expect("pods run again", {
      held: running.length > 0,
      expected: "a new pod of it, with its own line in its log",
      seen: running.length > 0 ? running.map(({ metadata }) => metadata.name).join(", ") : "none",
      evidence: [...control, ...running.map((pod) => logOf("again", pod))],
    });
  },
};

/** The children of the operator's object at the end of a phase. */
export function childrenOf(facts: Facts, phase: string): Owned[] {
  const uid = createdUid(facts, RIGHT);
  const children = z.array(Owned).parse(current(facts.history(`${phase}.children`).versions));
  return children.filter((child) => controllerOf(child)?.uid === uid);
}
