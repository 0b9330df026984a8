import type { Check } from "../../run/check.js";
import { GANG } from "../../run/durations.js";
import { staysUnstartable } from "../../run/unstartable.js";
import { missed } from "./meeting.js";
import { expectRunning, isBound, last, lives, podHistory } from "./pods.js";
import { RULES } from "./rules.js";
import { unschedulable } from "./scheduler.js";
import { givenSetup, opinionsOf, usedScheduler } from "./setup.js";
import { gangSize, setEnv, Stage, template } from "./stage.js";
import { current, hasStarted, isPutOff, namesOf, PODS } from "./watching.js";

const singles = (size: number): string[] => Array.from({ length: size }, (_, index) => `single-${index}`);

/** Without this, a gang that waits would prove nothing: perhaps nothing at all can be bound there. */
export const partialWithoutGang: Check = {
  id: "gang_scheduling/partial-without-gang",
  kind: "control",
  proves: "with N-1 devices free, N pods without a gang are bound in part, and pods on that node reach each other",
  needs: { node: "whole", devices: 2 },
  seconds: { typical: 6, deadline: 420 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./partial-without-gang.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    const size = gangSize(observer.devices);
    const free = size - 1;

    observer.step(`hold all but ${free} of ${observer.devices} devices`);
    const address = await stage.service(template(manifests, "Service", "blocker"), "blocker");
    await stage.pod(template(manifests, "Pod", "blocker"), "blocker", observer.devices - free);
    const isStuck = staysUnstartable();
    const blocked = await observer.hold("blocker.pods", PODS, GANG.start, (seen) =>
      current(seen, ["blocker"]).some((pod) => hasStarted(pod) || isStuck(pod)),
    );
    if (!current(blocked, ["blocker"]).some(hasStarted)) return;

    observer.step(`create ${size} pods of one device each, without a gang`);
    const single = setEnv(template(manifests, "Pod", "single"), "PEERS", `blocker=${address}`);
    const names = singles(size);
    for (const name of names) await stage.pod(single, name, 1);
    const seen = await observer.hold("singles.pods", PODS, GANG.start, (versions) => {
      const pods = current(versions, names);
      const settled = pods.filter((pod) => hasStarted(pod) || isPutOff(pod));
      return settled.length === size && pods.filter(hasStarted).length >= free;
    });
    await stage.opinions("opinions");
    const started = namesOf(current(seen, names).filter(hasStarted));
    await Promise.all([
      observer.log("blocker.log", "blocker"),
      ...started.map((name) => observer.log(`${name}.log`, name, { container: "ask" })),
    ]);
  },

  judge(facts, expect) {
    const { node, devices, size, nonce } = givenSetup(facts);
    expectRunning(podHistory(facts, "blocker.pods"), "blocker", facts, node);
    const history = podHistory(facts, "singles.pods");
    expectRunning(history, "blocker", facts, node);

    const pods = [...lives(history, singles(size), facts)].map(([name, life]) => ({ name, pod: last(life) }));
    const bound = pods.filter(({ pod }) => isBound(pod)).map(({ name }) => name);
    const left = pods.filter(({ pod }) => !isBound(pod)).map(({ pod }) => pod.metadata.uid);
    expect(`of ${size} pods without a gang, as many are bound as there are free devices`, {
      held: bound.length === size - 1,
      expected: `${size - 1} bound, 1 left`,
      seen: `${bound.length} bound, ${left.length} left, with ${devices - size + 1} of ${devices} devices held`,
      evidence: ["setup", "singles.pods"],
    });

    const served = facts.history("singles.pods").versions.map(({ object }) => object);
    const waiting = served.filter(({ metadata }) => left.includes(metadata?.uid));
    const scheduler = usedScheduler(facts);
    const opinion = scheduler
      ? scheduler.considered(waiting, opinionsOf(facts, scheduler, "opinions"))
      : unschedulable(waiting);
    expect("the scheduler has looked at the pod that is left", {
      held: opinion !== undefined,
      expected: "a reason for its wait",
      seen: opinion ?? "no reason",
      evidence: ["singles.pods"],
    });

    const strangers = missed(facts, nonce, new Map(bound.map((name) => [name, ["blocker"]])));
    expect("every bound pod runs and gets the blocker's answer over the network", {
      held: strangers.length === 0,
      expected: "the run's nonce and the blocker's token in each log",
      seen: strangers.join(", ") || `${bound.length} of ${bound.length}`,
      evidence: ["blocker.log", ...bound.map((name) => `${name}.log`)],
    });
  },
};
