import type { ApiObject } from "../../record/facts.js";
import { equip, isWhole } from "../../probe/index.js";
import type { Check } from "../../run/check.js";
import { ACCESS } from "../../run/durations.js";
import { staysUnstartable } from "../../run/unstartable.js";
import { created, evidenceOf, logOf, seen, sightOf } from "../probing/pods.js";
import { SETUP } from "../probing/setup.js";
import { template } from "../probing/stage.js";
import { unlessDeclared } from "./declared.js";
import { BEFORE, PROBE, podRef } from "./scene.js";

/** Whatever comes of pods that wait for a node says something only where pods run that need none. */
export const ordinaryPod: Check = {
  id: "cluster_autoscaling/ordinary-pod",
  kind: "control",
  proves: "a pod that asks for nothing runs on a node that is there already, and what it prints can be read",
  needs: {},
  seconds: { typical: 4, deadline: 240 },
  rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["list"] }],
  notApplicable: unlessDeclared,

  async observe(observer) {
    const pod = template(await observer.manifests(new URL("./ordinary-pod.yaml", import.meta.url)), "Pod", "ordinary");
    equip(pod["spec"].containers[0], { open: [] });
    await observer.list(BEFORE, "/api/v1/nodes");
    observer.step("run a pod that asks for nothing");
    const { status } = await observer.create(created("ordinary"), pod);
    if (status !== 201) return;
    const isStuck = staysUnstartable();
    const ended = await observer.until(
      seen("ordinary"),
      podRef("ordinary"),
      ACCESS.start,
      (object) => hasEnded(object) || isStuck(object),
    );
    observer.value(SETUP, { nonce: observer.nonce, node: ended?.["spec"]?.nodeName });
    if (!hasEnded(ended)) return;
    const options = { container: PROBE, within: ACCESS.probe, whole: isWhole };
    await observer.log(logOf("ordinary", PROBE), "ordinary", options);
  },

  judge(facts, expect) {
    const { node } = sightOf(facts, "ordinary", PROBE);
    expect("a pod that asks for nothing runs on a node that was there", {
      held: facts.list(BEFORE).some(({ metadata }) => metadata?.name === node),
      expected: "one of the nodes listed before, and the run's nonce from it",
      seen: `its own lines, from ${node}`,
      evidence: [...evidenceOf("ordinary", PROBE), BEFORE],
    });
  },
};

function hasEnded(pod: ApiObject | null): boolean {
  return ["Succeeded", "Failed"].includes(String(pod?.["status"]?.phase));
}
