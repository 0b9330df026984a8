import type { ApiObject } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { GANG } from "../../run/durations.js";
import { Undecidable } from "../../run/expect.js";
import { staysUnstartable, whyUnstartable } from "../../run/unstartable.js";
import { allToAll, missed } from "./meeting.js";
import {
  boundAt,
  expectRunning,
  hasFinished,
  isBound,
  last,
  lives,
  podHistory,
  spread,
  type Life,
  type PodHistory,
} from "./pods.js";
import { RULES } from "./rules.js";
import { expectScheduler, givenSetup } from "./setup.js";
import { gangSize, setEnv, Stage, template } from "./stage.js";
import { current, hasEnded, hasStarted, isPlaced, isPutOff, namesOf, PODS } from "./watching.js";

const GANGS = ["a", "b"];
const members = (gang: string, size: number): string[] =>
  Array.from({ length: size }, (_, index) => `${gang}-${index}`);

/** The deadlock for which gang scheduling exists: two jobs, each with a part of the devices, each waiting for the rest. */
export const competingGangs: Check = {
  id: "gang_scheduling/competing-gangs",
  kind: "positive",
  proves: "two gangs of N that compete for N devices start whole and finish, one after the other",
  // Where the control does not hold, a deadlock between gangs need not be waited for.
  needs: { node: "whole", devices: 2, after: ["gang_scheduling/partial-without-gang"] },
  seconds: { typical: 12, deadline: 420 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./competing-gangs.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    if (!stage.scheduler) return;
    const size = gangSize(observer.devices);
    const surplus = observer.devices - size;
    if (surplus > 0) {
      observer.step(`hold all but ${size} of ${observer.devices} devices`);
      await stage.pod(template(manifests, "Pod", "blocker"), "blocker", surplus);
      const isStuck = staysUnstartable();
      const blocked = await observer.hold("blocker.pods", PODS, GANG.start, (seen) =>
        current(seen, ["blocker"]).some((pod) => hasStarted(pod) || isStuck(pod)),
      );
      if (!current(blocked, ["blocker"]).some(hasStarted)) return;
    }

    observer.step(`create two gangs of ${size}, their pods by turns, and let both finish`);
    const pods: { name: string; gang: string; peers: string }[] = [];
    for (const gang of GANGS) {
      const peersOf = await stage.services(template(manifests, "Service", "member"), members(gang, size));
      for (const name of members(gang, size)) pods.push({ name, gang, peers: peersOf(name) });
      await stage.gang(gang, size);
    }
    const turn = ({ name }: { name: string }) => Number(name.split("-")[1]);
    pods.sort((one, other) => turn(one) - turn(other));
    const names = pods.map(({ name }) => name);
    const areStuck = staysUnstartable();
    const [seen] = await Promise.all([
      observer.hold("pods", PODS, 2 * GANG.release, (versions) => {
        const served = current(versions, names);
        if (areStuck(served.find(whyUnstartable) ?? null)) return true;
        if (served.length < names.length) return false;
        return (
          served.every(hasEnded) || (areBothBegun(served) && served.every((pod) => isPlaced(pod) || isPutOff(pod)))
        );
      }),
      (async () => {
        for (const { name, gang, peers } of pods) {
          const member = setEnv(template(manifests, "Pod", "member"), "PEERS", peers);
          await stage.pod(member, name, 1, { name: gang, size });
        }
      })(),
    ]);
    await Promise.all(
      namesOf(current(seen, names).filter(hasStarted)).map((name) => observer.log(`${name}.log`, name)),
    );
  },

  judge(facts, expect) {
    if (!expectScheduler(facts, expect)) return;
    const { node, devices, size, nonce } = givenSetup(facts);
    const history = podHistory(facts, "pods");
    if (devices > size) expectRunning(history, "blocker", facts, node);
    const gangs = GANGS.map((gang) => lives(history, members(gang, size), facts));
    if (gangs.some((gang) => [...gang.values()].some(([first]) => isBound(first.object)))) {
      throw new Undecidable("a pod was bound before it was first seen");
    }
    // Whether gangs ever start is for all-or-nothing, whose blocker shows that the node gives out devices at all.
    if (!gangs.some((gang) => [...gang.values()].some((life) => boundAt(life) !== undefined))) {
      throw new Undecidable(`no pod of either gang was bound, and nothing shows that ${node} gives out devices`);
    }

    const all = gangs.flatMap((gang) => [...gang.values()]);
    const unstartable = all.map((life) => whyUnstartable(last(life))).find((why) => why !== undefined);
    if (unstartable !== undefined) throw new Undecidable(`no pod of the gangs can start: ${unstartable}`);

    const worst = worstOverlap(history, gangs, size);
    if (worst === "room for both") throw new Undecidable(`more than ${size} of ${devices} devices could be had`);
    expect("at no time do both gangs hold devices", {
      held: worst === undefined,
      expected: `one gang after the other on ${size} devices`,
      seen: worst ?? "one gang at a time",
      evidence: ["pods"],
    });
    for (const [index, gang] of gangs.entries()) expectWhole(GANGS[index] ?? "", gang);

    function expectWhole(gang: string, pods: Map<string, Life>): void {
      const times = [...pods.values()].map(boundAt).filter((at) => at !== undefined);
      const apart = spread(times);
      expect(`all pods of gang ${gang} are bound, and together`, {
        held: times.length === size && apart <= GANG.spread,
        expected: `${size} within ${GANG.spread} s`,
        seen: `${times.length} of ${size}${times.length > 1 ? ` within ${apart.toFixed(1)} s` : ""}`,
        evidence: ["pods"],
      });
      if (times.length < size) return;
      const strangers = missed(facts, nonce, allToAll([...pods.keys()]));
      const succeeded = [...pods.values()].filter((life) => last(life).status.phase === "Succeeded").length;
      expect(`all pods of gang ${gang} run at the same time, hear each other and finish`, {
        held: strangers.length === 0 && succeeded === size,
        expected: "the run's nonce and every peer's token in each log, and success",
        seen: strangers.join(", ") || `${succeeded} of ${size} succeeded`,
        evidence: ["pods", ...[...pods.keys()].map((name) => `${name}.log`)],
      });
    }
  },
};

/** What cannot be right any more need not be waited for: a deadlock lasts for ever. */
function areBothBegun(pods: readonly ApiObject[]): boolean {
  const begun = namesOf(pods.filter((pod) => isPlaced(pod) && !hasEnded(pod)));
  return GANGS.every((gang) => begun.some((name) => name.startsWith(`${gang}-`)));
}

/** How the gangs shared devices at the worst moment; undefined when they never did. */
function worstOverlap(history: PodHistory, gangs: readonly Map<string, Life>[], size: number): string | undefined {
  const gangOf = new Map(
    gangs.flatMap((gang, index) => [...gang.values()].map(([{ object }]) => [object.metadata.uid, index] as const)),
  );
  const holding = gangs.map(() => new Set<string>());
  let worst = { held: 0, told: undefined as string | undefined };
  for (const { object, type } of history.versions) {
    const { uid } = object.metadata;
    const held = holding[gangOf.get(uid) ?? -1];
    if (!held) continue;
    if (isBound(object) && !hasFinished(object) && type !== "DELETED") held.add(uid);
    else held.delete(uid);
    const [one = 0, other = 0] = holding.map((pods) => pods.size);
    if (one + other > size) return "room for both";
    if (one === 0 || other === 0 || one + other <= worst.held) continue;
    worst = { held: one + other, told: `${one} of one and ${other} of the other at once` };
  }
  return worst.told;
}
