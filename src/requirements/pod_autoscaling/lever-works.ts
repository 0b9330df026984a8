import { isWhole } from "../../probe/index.js";
import type { Check } from "../../run/check.js";
import { SCALING } from "../../run/durations.js";
import { inWords } from "../probing/accelerators.js";
import { givenSetup } from "../probing/setup.js";
import { exportedOf, logOf, podsAfter, SCENE } from "./facts.js";
import { podsOf, requireExported } from "./given.js";
import { loadFor } from "./load.js";
import { devicesOf } from "./replicas.js";
import { WORKLOAD_RULES } from "./rules.js";
import { unlessServed } from "./served.js";
import { PROBE, Stage } from "./stage.js";

const LOAD = "load";
const WHEN = ["first", "raised", "lowered"] as const;

/** Without HPA and monitoring: when these see something else afterwards, it is not for want of a pod that exports it. */
export const leverWorks: Check = {
  id: "pod_autoscaling/lever-works",
  kind: "control",
  proves: "a pod of a Deployment runs with an accelerator, and exports the metric at the value that it was told last",
  needs: { devices: 1 },
  seconds: { typical: 6, deadline: SCALING.start + SCALING.probe + 3 * SCALING.told + 60 },
  rules: WORKLOAD_RULES,
  notApplicable: unlessServed,

  async observe(observer) {
    const { nonce, namespace } = observer;
    const { low, high } = loadFor(nonce, 2);
    observer.value(SCENE, { nonce, namespace });
    const stage = await Stage.open(observer, new URL("./lever-works.yaml", import.meta.url));
    observer.step(`run a pod with an accelerator on ${stage.node}`);
    await stage.deploy(LOAD, low);
    const pod = await stage.first(LOAD, low);
    if (pod === undefined) return;
    observer.step("tell it to export other values");
    await stage.tell(LOAD, pod, high, "raised");
    await stage.tell(LOAD, pod, low, "lowered");
    await observer.list(podsAfter("lowered"), `/api/v1/namespaces/${namespace}/pods`);
    await observer.log(logOf(pod), pod, { container: PROBE, within: SCALING.probe, whole: isWhole });
  },

  judge(facts, expect) {
    const { nonce } = givenSetup(facts);
    const { namespace } = facts.value(SCENE) as { namespace: string };
    const { low, high } = loadFor(nonce, 2);
    for (const [at, value] of [low, high, low].entries()) requireExported(facts, { nonce, namespace }, LOAD, WHEN[at]!, value); // prettier-ignore
    expect("the pod exports what it was told last", {
      held: true,
      expected: `${low}, ${high}, ${low}`,
      seen: `${low}, ${high}, ${low}`,
      evidence: WHEN.map((when) => exportedOf(LOAD, when)),
    });
    const pods = podsOf(facts, podsAfter("lowered"), LOAD);
    const devices = pods.flatMap((pod) => devicesOf(facts, pod));
    expect("the pod has an accelerator", {
      held: pods.length === 1 && devices.length > 0,
      expected: "a device file",
      seen: inWords(devices),
      evidence: [podsAfter("lowered"), ...pods.map(({ metadata }) => logOf(String(metadata.name)))],
    });
  },
};
