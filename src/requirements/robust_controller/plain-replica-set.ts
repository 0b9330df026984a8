import { z } from "zod";
import type { Check } from "../../run/check.js";
import { OPERATOR } from "../../run/durations.js";
import { Ground, TWIN, TWIN_REF } from "./ground.js";
import { current, Owned, PODS } from "./pods.js";
import { lastAnswer, logOf, sceneOf, withoutOld, working } from "./scene.js";
import { SETUP } from "./setup.js";

/** Without this an operator that does nothing would prove nothing: perhaps nothing at all runs or is collected here. */
export const plainReplicaSet: Check = {
  id: "robust_controller/plain-replica-set",
  kind: "control",
  proves:
    "a plain ReplicaSet of Kubernetes' own runs its pod here, replaces it when it is deleted, and takes it with it",
  needs: {},
  seconds: { typical: 8, deadline: 420 },
  rules: [{ apiGroups: ["apps"], resources: ["replicasets"], verbs: ["create", "delete", "get", "list", "watch"] }],

  async observe(observer) {
    observer.value(SETUP, { nonce: observer.nonce });
    const ground = new Ground(observer);
    observer.step("run a plain ReplicaSet");
    await ground.createTwin();
    const [pod] = (await ground.work("up", [TWIN])) ?? [];
    if (!pod) return;
    observer.step("delete its pod, and wait for another one");
    const { name, uid } = pod["metadata"];
    await observer.remove("pod.gone", { apiVersion: "v1", kind: "Pod", name });
    await ground.work("again", [TWIN], new Set([uid]));
    observer.step("delete the ReplicaSet, and wait for its pods to go");
    await observer.remove(`${TWIN}.gone`, TWIN_REF, OPERATOR.collects);
    await observer.hold("left.pods", PODS, OPERATOR.collects, (seen) => current(seen).length === 0);
  },

  judge(facts, expect) {
    const up = sceneOf(facts, "up", TWIN);
    const first = working(facts, up, up.twins);
    expect("a plain ReplicaSet's pod runs and prints the run's nonce", {
      held: first.length > 0,
      expected: "its line in its log",
      seen: `${first.length} pods that do`,
      evidence: [...up.evidence, ...first.map((pod) => logOf("up", pod))],
    });
    if (first.length === 0) return;
    const again = sceneOf(facts, "again", TWIN);
    const next = working(facts, again, withoutOld(again.twins, up.twins));
    expect("a deleted pod of it is replaced by another one that runs", {
      held: next.length > 0,
      expected: "a pod with a new UID and its own line",
      seen: `${next.length} such pods`,
      evidence: [...again.evidence, ...next.map((pod) => logOf("again", pod))],
    });
    const gone = facts.object(`${TWIN}.gone`) === null;
    const left = z.array(Owned).parse(current(facts.history("left.pods").versions));
    const ours = [...first, ...next].filter((pod) => left.some(({ metadata }) => metadata.uid === pod.metadata.uid));
    expect("when the ReplicaSet is deleted, its pods go with it", {
      held: gone && ours.length === 0,
      expected: "neither ReplicaSet nor pods",
      seen: `${gone ? "no ReplicaSet" : "the ReplicaSet"}, ${ours.length} of its pods`,
      evidence: [lastAnswer(facts, `${TWIN}.created`).name, `${TWIN}.gone`, "left.pods"],
    });
  },
};
