import type { Check } from "../../run/check.js";
import { expectAccepted } from "./accepted.js";
import { RULES } from "./rules.js";
import { logOf, sceneOf, working, workingTwins } from "./scene.js";
import { givenSetup } from "./setup.js";
import { RIGHT, Stage } from "./stage.js";

export const reconciles: Check = {
  id: "robust_controller/reconciles",
  kind: "positive",
  proves: "an object that is in order becomes pods that run, of which each shows that it was executed in this run",
  needs: {},
  seconds: { typical: 6, deadline: 420 },
  rules: RULES,

  async observe(observer) {
    const stage = await Stage.open(observer);
    await stage?.run("up");
  },

  judge(facts, expect) {
    const { operator, title } = givenSetup(facts);
    if (!expectAccepted(facts, expect, `${RIGHT}.created`)) return;
    const scene = sceneOf(facts, "up", RIGHT);
    const twins = workingTwins(facts, scene);
    const control = twins.map((pod) => logOf("up", pod));
    const running = working(facts, scene, scene.operators);
    expect(`${title} makes pods of a ${operator.valid.kind}, and they run`, {
      held: running.length > 0,
      expected: "a pod that it controls, with its own line in its log, as a plain ReplicaSet's pod has",
      seen: running.length > 0 ? running.map(({ metadata }) => metadata.name).join(", ") : "no pod of it",
      evidence: [...scene.evidence, ...control, ...running.map((pod) => logOf("up", pod))],
    });
  },
};
