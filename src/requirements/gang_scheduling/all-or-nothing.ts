import type { Check } from "../../run/check.js";
import { GANG } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import { staysUnstartable } from "../../run/unstartable.js";
import { allToAll, missed } from "./meeting.js";
import {
  boundAt,
  expectRunning,
  isBound,
  isThere,
  lifeOf,
  listed,
  lives,
  podHistory,
  podList,
  secondsToBind,
  spread,
} from "./pods.js";
import { RULES } from "./rules.js";
import { expectScheduler, givenSetup, opinionsOf } from "./setup.js";
import { gangSize, setEnv, Stage, template } from "./stage.js";
import { current, hasEnded, hasStarted, isPlaced, namesOf, PODS } from "./watching.js";

const members = (size: number): string[] => Array.from({ length: size }, (_, index) => `member-${index}`);

/** How long the gang is watched, after an ordinary pod took `binding` seconds from its creation to its place. */
const windowAfter = (binding: number): number => Math.max(GANG.waits, GANG.waitsTimesBinding * binding);

/**
 * The same gang is shown to wait and then to start, one thing changed between: a gang that waits proves nothing alone
 * (a queue that lets nothing through does it too), and one that starts proves nothing either.
 */
export const allOrNothing: Check = {
  id: "gang_scheduling/all-or-nothing",
  kind: "negative",
  proves: "a gang of N binds no pod while N-1 devices are free, and all of its pods once the Nth is free",
  needs: { node: "whole", devices: 2 },
  seconds: { typical: 26, deadline: 480 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./all-or-nothing.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    if (!stage.scheduler) return;
    const size = gangSize(observer.devices);
    const free = size - 1;
    const names = members(size);

    observer.step(`hold all but ${free} of ${observer.devices} devices`);
    const isStuck = staysUnstartable();
    const [blocked] = await Promise.all([
      observer.hold("blocker.pods", PODS, GANG.start, (seen) =>
        current(seen, ["blocker"]).some((pod) => hasStarted(pod) || isStuck(pod)),
      ),
      stage.pod(template(manifests, "Pod", "blocker"), "blocker", observer.devices - free),
    ]);
    if (!current(blocked, ["blocker"]).some(hasStarted)) return;
    const steps = blocked.map(({ at, object }) => ({ at: Date.parse(at), bound: isPlaced(object) }));
    const seconds = windowAfter(secondsToBind(steps));

    observer.step(`create a gang of ${size} and watch it wait for ${Math.round(seconds)} s`);
    const peersOf = await stage.services(template(manifests, "Service", "member"), names);
    await stage.gang("gang", size);
    for (const name of names) {
      const member = setEnv(template(manifests, "Pod", "member"), "PEERS", peersOf(name));
      await stage.pod(member, name, 1, { name: "gang", size });
    }
    // A timer may end a millisecond early, and the judge counts.
    await observer.hold("waiting.pods", PODS, seconds + 0.1);
    await observer.list("waited.pods", `/api/v1/namespaces/${observer.namespace}/pods`);
    await stage.opinions("opinions");

    observer.step(`give back what the blocker holds`);
    const [seen] = await Promise.all([
      observer.hold("release.pods", PODS, GANG.release, (versions) => {
        const pods = current(versions, names);
        return pods.length === size && pods.every(hasEnded);
      }),
      observer.remove("blocker.gone", { ...PODS, name: "blocker" }),
    ]);
    await Promise.all(
      namesOf(current(seen, names).filter(hasStarted)).map((name) => observer.log(`${name}.log`, name)),
    );
  },

  judge(facts, expect) {
    const scheduler = expectScheduler(facts, expect);
    if (!scheduler) return;
    const { node, size, nonce } = givenSetup(facts);
    const names = members(size);
    const blocker = podHistory(facts, "blocker.pods");
    expectRunning(blocker, "blocker", facts, node);
    const waiting = podHistory(facts, "waiting.pods");
    expectRunning(waiting, "blocker", facts, node);
    const steps = lifeOf(blocker, "blocker", facts).map(({ at, object }) => ({ at, bound: isBound(object) }));
    const needed = windowAfter(secondsToBind(steps));
    const watched = (waiting.to - waiting.from) / 1000;
    if (!(watched >= needed)) throw new Undecidable(`the gang was watched for ${watched} s, less than ${needed} s`);

    const waited = listed(podList(facts, "waited.pods"), names, facts);
    const early = [...lives(waiting, names, facts)]
      .filter(([name, life]) => !isThere(life) || boundAt(life) !== undefined || isBound(waited.get(name)!))
      .map(([name]) => name);
    expect("no pod of the gang is bound while a device is missing for one of them", {
      held: early.length === 0,
      expected: `0 of ${size} bound within ${needed.toFixed(0)} s`,
      seen: `${early.length} of ${size} bound or gone${early.length ? ` (${early.join(", ")})` : ""}`,
      evidence: ["waiting.pods", "waited.pods", "blocker.pods"],
    });

    const uids = new Set([...waited.values()].map(({ metadata }) => metadata.uid));
    const seen = facts.history("waiting.pods").versions.map(({ object }) => object);
    const served = [...seen, ...facts.list("waited.pods")].filter(({ metadata }) => uids.has(metadata?.uid));
    const opinion = scheduler.considered(served, opinionsOf(facts, scheduler, "opinions"));
    if (facts.object("blocker.gone") !== null) throw new Undecidable("the blocker could not be removed");
    const release = podHistory(facts, "release.pods");
    const times = [...lives(release, names, facts).values()].map(boundAt).filter((at) => at !== undefined);
    const all = times.length === size;
    // It works, then, and was late: whether it would have kept the gang waiting is not known.
    if (all && early.length === 0 && opinion === undefined) {
      throw new Undecidable("nothing shows that the scheduler looked at the gang while a device was missing");
    }
    expect("the scheduler has looked at the gang and found no place for it", {
      held: opinion !== undefined,
      expected: "a reason for its wait",
      seen: opinion ?? "no reason on any pod",
      evidence: ["waiting.pods", "waited.pods", ...(scheduler.opinions ? ["opinions"] : [])],
    });
    expect("all pods of the gang are bound once there are devices for all", {
      held: all,
      expected: `${size} of ${size} bound within ${((release.to - release.from) / 1000).toFixed(0)} s`,
      seen: `${times.length} of ${size} bound`,
      evidence: ["release.pods", "blocker.gone"],
    });
    if (!all) return;
    expect("they are bound together", {
      held: spread(times) <= GANG.spread,
      expected: `within ${GANG.spread} s of each other`,
      seen: `within ${spread(times).toFixed(1)} s`,
      evidence: ["release.pods"],
    });
    const strangers = missed(facts, nonce, allToAll(names));
    expect("all of them run at the same time and hear each other", {
      held: strangers.length === 0,
      expected: "the run's nonce and every peer's token in each log",
      seen: strangers.join(", ") || `${size} of ${size}`,
      evidence: names.map((name) => `${name}.log`),
    });
  },
};
