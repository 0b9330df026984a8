import { z } from "zod";
import type { Check } from "../../run/check.js";
import { OPERATOR } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import type { Version } from "../../run/observer.js";
import { expectAccepted } from "./accepted.js";
import { TWIN, TWIN_REF } from "./ground.js";
import { childrenOf } from "./heals-child.js";
import { current, Owned, PODS } from "./pods.js";
import { RULES } from "./rules.js";
import { createdUid, logOf, sceneOf, working, workingTwins } from "./scene.js";
import { givenSetup } from "./setup.js";
import { RIGHT, Stage } from "./stage.js";

export const collectsChildren: Check = {
  id: "robust_controller/collects-children",
  kind: "negative",
  proves: "when an object is deleted, it goes, and nothing that came of it stays behind",
  needs: {},
  seconds: { typical: 10, deadline: 540 },
  rules: RULES,

  async observe(observer) {
    const stage = await Stage.open(observer);
    const pods = await stage?.run("up");
    if (!stage || !pods) return;
    const child = await stage.child("up");
    observer.step(
      `delete the ${stage.operator.valid.kind} and the ReplicaSet, and wait for all that came of them to go`,
    );
    const made = new Set([...pods, ...(child ? [child] : [])].map(({ metadata }) => String(metadata.uid)));
    const gone = (seen: readonly Version[]) => current(seen).every(({ metadata }) => !made.has(metadata.uid));
    const { apiVersion, kind } = stage.childRef("");
    await Promise.all([
      observer.remove(`${RIGHT}.gone`, stage.ref, OPERATOR.collects),
      observer.remove(`${TWIN}.gone`, TWIN_REF, OPERATOR.collects),
      observer.hold("left.pods", PODS, OPERATOR.collects, gone),
      observer.hold("left.children", { apiVersion, kind, labelSelector: "" }, OPERATOR.collects, gone),
    ]);
    await observer.object("namespace", { apiVersion: "v1", kind: "Namespace", name: observer.namespace });
  },

  judge(facts, expect) {
    const { operator, title } = givenSetup(facts);
    if (!expectAccepted(facts, expect, `${RIGHT}.created`)) return;
    const { kind } = operator.valid;
    const scene = sceneOf(facts, "up", RIGHT);
    const twins = workingTwins(facts, scene);
    const pods = working(facts, scene, scene.operators);
    const children = pods.length === 0 ? [] : childrenOf(facts, "up");
    if (children.length === 0) throw new Undecidable(`nothing came of the ${kind}, so that nothing could stay behind`);
    const namespace = Owned.parse(facts.present("namespace"));
    if (namespace.metadata.deletionTimestamp !== undefined) {
      throw new Undecidable("the namespace was being deleted, and all in it");
    }
    const left = z.array(Owned).parse(current(facts.history("left.pods").versions));
    const stays = (objects: readonly Owned[], among: readonly Owned[]) =>
      objects.filter(({ metadata }) => among.some((other) => other.metadata.uid === metadata.uid));
    if (facts.object(`${TWIN}.gone`) !== null || stays(twins, left).length > 0) {
      throw new Undecidable("a plain ReplicaSet and its pod did not go either in the same time");
    }
    const control = [
      ...scene.evidence,
      ...[...twins, ...pods].map((pod) => logOf("up", pod)),
      `${TWIN}.gone`,
      "namespace",
    ];
    const object = facts.object(`${RIGHT}.gone`);
    const stuck = object === null ? undefined : Owned.parse(object);
    if (stuck && stuck.metadata.uid !== createdUid(facts, RIGHT))
      throw new Undecidable(`another ${kind} took its name`);
    const finalizers = stuck?.metadata.finalizers ?? [];
    expect(`${title} lets a deleted ${kind} go`, {
      held: stuck === undefined,
      expected: `none within ${OPERATOR.collects} s, as a plain ReplicaSet goes`,
      seen: stuck ? `still there, with finalizers ${finalizers.join(", ") || "none"}` : "none",
      evidence: [...control, `${RIGHT}.gone`],
    });
    const found = z.array(Owned).parse(current(facts.history("left.children").versions));
    const behind = [...stays(pods, left), ...stays(children, found)].map(({ metadata }) => metadata.name);
    expect("nothing that came of it stays behind", {
      held: behind.length === 0,
      expected: `neither pods nor ${operator.child.kind}`,
      seen: behind.join(", ") || "none",
      evidence: [...control, "up.children", "left.pods", "left.children"],
    });
  },
};
