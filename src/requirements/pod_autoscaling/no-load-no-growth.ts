import type { Check } from "../../run/check.js";
import { SCALING } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import { EVENTS, hpasIn, podsAfter } from "./facts.js";
import { expectPipeline, expectReading, expectStays, podsOf, requireExported, rescalesOf } from "./given.js";
import { hpaIn } from "./hpa.js";
import { RULES } from "./rules.js";
import { HPAS, Scene } from "./scene.js";
import { unlessServed } from "./served.js";

const QUIET = "quiet";
const LOUD = "loud";
const REPLICAS = 2;
/** How long the quiet one must stay as it is, and how much of that after the loud one has grown. */
const STILL = 2 * SCALING.sync;
const AFTER_GROWTH = SCALING.sync;

/** The loud workload is the control in the same window: the metric comes through, and HPAs act on it. */
export const noLoadNoGrowth: Check = {
  id: "pod_autoscaling/no-load-no-growth",
  kind: "negative",
  proves:
    "a workload whose pods export a low value stays at one replica, while a loud one of the same metric beside it grows",
  needs: { devices: 1 },
  seconds: { typical: 50, deadline: SCALING.start + 2 * SCALING.told + SCALING.served + SCALING.react + STILL + 120 },
  rules: RULES,
  notApplicable: unlessServed,

  async observe(observer) {
    const file = new URL("./no-load-no-growth.yaml", import.meta.url);
    const scene = await Scene.open(observer, file, { workloads: [QUIET, LOUD], replicas: REPLICAS });
    if (!scene) return;
    const { stage, load } = scene;
    observer.step("run two workloads that export a low value, and wait until their HPAs read it");
    const [, loud] = (await scene.begin()) ?? [];
    if (loud === undefined || !(await scene.firstReading())) return;
    observer.step("let the one without an accelerator export a high value, and watch the other one");
    await stage.tell(LOUD, loud, load.high, "raised");
    const begin = performance.now();
    const grew = ({ object }: { object: Record<string, any> }): boolean =>
      object["metadata"].name === LOUD && object["status"]?.desiredReplicas === REPLICAS;
    await observer.hold(hpasIn("loud"), HPAS, SCALING.react, (versions) => versions.some(grew));
    const past = (performance.now() - begin) / 1000 / observer.options.timeoutFactor;
    // A timer may end a millisecond early, and the judge counts.
    await observer.hold(hpasIn("still"), HPAS, Math.max(AFTER_GROWTH, STILL - past) + 0.1);
    await scene.podsAfter("still");
    await scene.events();
  },

  judge(facts, expect) {
    const given = expectPipeline(facts, expect);
    if (!given) return;
    const { metric, load } = given;
    const read = [QUIET, LOUD].map((workload) => {
      requireExported(facts, given, workload, "first", load.low);
      expectStays(facts, expect, ["low"], { workload, metric, because: "while its value is low" });
      return expectReading(facts, expect, "low", given, { workload, value: load.low });
    });
    if (!read.every(Boolean)) return;
    requireExported(facts, given, LOUD, "raised", load.high);
    expectReading(facts, expect, "loud", given, { workload: LOUD, value: load.high });
    const because = "while only another one's value is high";
    const stayed = expectStays(facts, expect, ["loud", "still"], { workload: QUIET, metric, because });
    const parts = ["loud", "still"];
    const readings = parts.flatMap((part) => hpaIn(facts, part, QUIET, metric).map(({ reading }) => reading));
    const foreign = readings.filter((reading) => reading !== load.low);
    expect(`the HPA of ${QUIET} goes on reading what its own pod exports`, {
      held: foreign.length === 0,
      expected: String(load.low),
      seen: [...new Set(readings)].join(", "),
      evidence: parts.map(hpasIn),
    });
    const pods = podsOf(facts, podsAfter("still"), QUIET);
    expect(`${QUIET} has one pod at the end`, {
      held: pods.length === 1,
      expected: "1",
      seen: String(pods.length),
      evidence: [podsAfter("still")],
    });

    const rescaled = rescalesOf(facts, QUIET);
    expect(`nothing is said of a rescale of ${QUIET}`, {
      held: rescaled.length === 0,
      expected: "no event",
      seen: rescaled.join("; ") || "none",
      evidence: [EVENTS],
    });

    // One look is enough to see what must not be; that it is not takes the whole time, and one that grows.
    if (!stayed || foreign.length > 0 || pods.length !== 1 || rescaled.length > 0) return;
    const grown = hpaIn(facts, "loud", LOUD, metric).find(({ desired }) => desired === REPLICAS);
    if (!grown) throw new Undecidable(`${LOUD} was not scaled either`);
    const { from } = facts.history(hpasIn("loud"));
    const { to } = facts.history(hpasIn("still"));
    const [watched, after] = [Date.parse(from), grown.at].map((since) => (Date.parse(to) - since) / 1000);
    if (!(watched! >= STILL && after! >= AFTER_GROWTH)) {
      throw new Undecidable(`${QUIET} was watched for ${watched} s, and for ${after} s after ${LOUD} grew`);
    }
  },
};
