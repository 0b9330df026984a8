import { isWhole } from "../../probe/index.js";
import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { SCALING } from "../../run/durations.js";
import type { Expect } from "../../run/expect.js";
import type { Version } from "../../run/observer.js";
import { EVENTS, hpasIn, logOf, podsAfter } from "./facts.js";
import {
  expectPipeline,
  expectReading,
  expectStays,
  type GivenScene,
  podsOf,
  requireExported,
  rescalesOf,
} from "./given.js";
import { hpaIn } from "./hpa.js";
import { expectReplicas } from "./replicas.js";
import { RULES } from "./rules.js";
import { HPAS, readingsOf, Scene } from "./scene.js";
import { unlessServed } from "./served.js";
import { isReady, livePods, PROBE } from "./stage.js";

const LOAD = "load";
const REPLICAS = 2;

/** Growth and the way back are one experiment: what the second half needs, the first half has made. */
export const followsLoad: Check = {
  id: "pod_autoscaling/follows-load",
  kind: "positive",
  proves:
    "an HPA reads the very value that an accelerator pod exports, makes as many ready pods with accelerators of their own as it asks for, and takes them away again",
  needs: { devices: REPLICAS },
  seconds: {
    typical: 50,
    deadline: SCALING.start + 3 * SCALING.told + SCALING.served + 2 * SCALING.react + 2 * SCALING.ready + 120,
  },
  rules: RULES,
  notApplicable: unlessServed,

  async observe(observer) {
    const file = new URL("./follows-load.yaml", import.meta.url);
    const scene = await Scene.open(observer, file, { workloads: [LOAD], replicas: REPLICAS });
    if (!scene) return;
    const { stage, load } = scene;
    observer.step("run a pod that exports a low value, and wait until the HPA reads it");
    const [pod] = (await scene.begin()) ?? [];
    if (pod === undefined || !(await scene.firstReading())) return;

    observer.step(`let it export a high one, and wait for ${REPLICAS} pods`);
    if (!(await stage.tell(LOAD, pod, load.high, "raised"))) return;
    await Promise.all([
      observer.hold(hpasIn("high"), HPAS, SCALING.react, (versions) =>
        readingsOf(versions, LOAD, stage.metric).includes(load.high),
      ),
      scene.pods("growing", SCALING.react, (versions) => livePods(versions, LOAD).length >= REPLICAS),
    ]);
    await scene.pods(
      "starting",
      SCALING.ready,
      (versions) => livePods(versions, LOAD).filter(isReady).length >= REPLICAS,
    );
    const grown = (await scene.podsAfter("growth")).filter(isReady);
    const options = { container: PROBE, within: SCALING.probe, whole: isWhole };
    await Promise.all(grown.map(({ metadata: { name } }) => observer.log(logOf(name), name, options)));
    if (grown.length === REPLICAS) {
      observer.step("let it export the low one again, and wait until one pod is left");
      await stage.tell(LOAD, pod, load.low, "lowered");
      await scene.pods("shrinking", SCALING.react, (versions) => livePods(versions, LOAD).length <= 1);
      await scene.podsAfter("shrinking");
      // It says what it wants a moment after it has acted.
      const isBack = ({ object }: Version): boolean => object["status"]?.desiredReplicas === 1;
      await observer.hold(hpasIn("back"), HPAS, SCALING.sync, (versions) => versions.some(isBack));
    }
    await scene.events();
  },

  judge(facts, expect) {
    const given = expectPipeline(facts, expect);
    if (!given) return;
    const { metric, load } = given;
    requireExported(facts, given, LOAD, "first", load.low);
    if (!expectReading(facts, expect, "low", given, { workload: LOAD, value: load.low })) return;
    expectStays(facts, expect, ["low"], { workload: LOAD, metric, because: "while the value is low" });
    requireExported(facts, given, LOAD, "raised", load.high);
    const read = expectReading(facts, expect, "high", given, { workload: LOAD, value: load.high });
    const scaled = expectRescale(facts, expect, "high", given, REPLICAS);
    const ready = expectReplicas(facts, expect, "growth", { workload: LOAD, count: REPLICAS });
    if (!read || !scaled || !ready) return;
    requireExported(facts, given, LOAD, "lowered", load.low);
    expectRescale(facts, expect, "back", given, 1);
    const left = podsOf(facts, podsAfter("shrinking"), LOAD);
    expect("once the value is low again one pod is left", {
      held: left.length === 1,
      expected: "1",
      seen: String(left.length),
      evidence: [podsAfter("shrinking")],
    });
  },
};

/** Holds that it is the HPA that has changed the number of replicas, to this one. @returns whether it is */
function expectRescale(facts: Facts, expect: Expect, part: string, { metric }: GivenScene, replicas: number): boolean {
  const last = hpaIn(facts, part, LOAD, metric).at(-1);
  const said = rescalesOf(facts, LOAD);
  const held = last?.desired === replicas && last.scaled;
  expect(`the HPA scales the workload to ${replicas}`, {
    held,
    expected: `${replicas} wanted, and a time at which it scaled`,
    seen: `${last?.desired ?? "nothing"} wanted, ${last?.scaled ? "scaled" : "never scaled"}; it said: ${said.join("; ") || "nothing"}`,
    evidence: [hpasIn(part), EVENTS],
  });
  return held;
}
