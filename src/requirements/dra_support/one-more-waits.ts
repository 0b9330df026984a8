import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { ACCESS } from "../../run/durations.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import type { Version } from "../../run/observer.js";
import { allocatedTo, deviceName, expectAllocated, expectStarted } from "../probing/allocated.js";
import { type AllocatedDevice, advertised, claimOf, isAllocated } from "../probing/claims.js";
import { evidenceOf, later, stillRunning } from "../probing/pods.js";
import { RULES } from "../probing/rules.js";
import { Stage } from "../probing/stage.js";
import { expectWaiting, slowestAllocation, watchWaiting, windowAfter } from "../probing/waiting.js";

const Count = z.int().min(1).max(64);
const holders = (count: number): string[] => Array.from({ length: count }, (_, index) => `held-${index}`);
const EXTRA = "extra";

/**
 * One experiment, as each half needs the other: a claim that waits proves something only if the device it waits for
 * ends its wait, and a device that changes hands only if it was not free before.
 */
export const oneMoreWaits: Check = {
  id: "dra_support/one-more-waits",
  kind: "negative",
  proves:
    "with every device of a node claimed, each once, one more claim waits, and gets the device that is given back",
  needs: { node: "whole", access: "dra" },
  seconds: { typical: 13, deadline: 600 },
  rules: RULES,

  async observe(observer) {
    const manifests = await observer.manifests(new URL("./one-more-waits.yaml", import.meta.url));
    const stage = await Stage.open(observer);
    const names = holders(observer.devices);
    observer.value("count", names.length);

    observer.step(`claim all ${names.length} devices of ${stage.pool.node}`);
    const kind = { apiVersion: stage.apiVersion, kind: "ResourceClaim" };
    const [versions, held] = await Promise.all([
      observer.hold("control.claims", kind, ACCESS.start, (seen) => allocatedClaims(seen) === names.length),
      Promise.all(
        names.map(async (name) => {
          const pod = await stage.requesting(manifests, "held", { as: name });
          return { pod, ...(await stage.probe(pod)) };
        }),
      ),
    ]);
    if (!held.every(({ whole }) => whole)) return;

    const seconds = windowAfter(slowestAllocation(versions) ?? 0);
    observer.step(`one more claim, watched for ${seconds.toFixed(0)} s`);
    const extra = await stage.requesting(manifests, "held", { as: EXTRA });
    const { status } = await stage.create(extra);
    if (status !== 201) return;
    await watchWaiting(observer, { name: EXTRA, apiVersion: stage.apiVersion, seconds });
    await Promise.all(names.map((name) => stage.lookAgain(name)));

    observer.step("give one device back");
    await Promise.all([stage.giveBack(held[0]!.pod), stage.perform(extra, ACCESS.handOver)]);
  },

  judge(facts, expect) {
    const names = holders(Count.parse(facts.value("count")));
    if (!names.map((name) => expectStarted(facts, expect, name)).every(Boolean)) return;
    const held = names.map((name) => holding(facts, expect, name));
    expectDistinct(expect, "the claims were given different devices", held, (each) => deviceName(each.result));
    expectDistinct(expect, "their containers see different devices", held, (each) => each.identity);

    refuseOthersDevice(facts, held);
    if (!expectWaiting(facts, expect, EXTRA, "control.claims", "while all devices are claimed")) return;
    const gone = names.filter((name) => !stillRunning(facts, name, "probe"));
    if (gone.length > 0) throw new Undecidable(`${gone.join(", ")} did not hold its device to the end of the watch`);

    const [back] = held;
    if (!back || facts.object(`${names[0]}.gone`) !== null || facts.object(`${names[0]}.claim.gone`) !== null) {
      throw new Undecidable("no device was given back");
    }
    if (!expectStarted(facts, expect, EXTRA)) return;
    const next = holding(facts, expect, EXTRA);
    expect("the waiting claim was given the device that was given back", {
      held: deviceName(next.result) === deviceName(back.result) && next.identity === back.identity,
      expected: `${deviceName(back.result)} (${back.identity})`,
      seen: `${deviceName(next.result)} (${next.identity})`,
      evidence: [claimOf(EXTRA), ...evidenceOf(EXTRA, "probe"), `${names[0]}.gone`],
    });
  },
};

interface Held {
  name: string;
  result: AllocatedDevice;
  identity: string | undefined;
}

function holding(facts: Facts, expect: Expect, name: string): Held {
  const result = allocatedTo(facts, name).get("accelerator");
  if (!result) throw new Undecidable(`claim ${name} shows no device for its request`);
  return { name, result, identity: expectAllocated(facts, expect, name, "probe", result) };
}

function expectDistinct(
  expect: Expect,
  claim: string,
  held: readonly Held[],
  by: (each: Held) => string | undefined,
): void {
  const different = new Set(held.map(by));
  expect(claim, {
    held: different.size === held.length,
    expected: `${held.length} different ones`,
    seen: held.map((each) => `${each.name}: ${by(each) ?? "none"}`).join(", "),
    evidence: held.flatMap(({ name }) => [claimOf(name), ...evidenceOf(name, "probe"), later(name)]),
  });
}

/** A device that others held when the run began may come free meanwhile: a claim that got one of those proves nothing. */
function refuseOthersDevice(facts: Facts, held: readonly Held[]): void {
  const others = advertised(facts).length - held.length;
  if (others <= 0 || !facts.has(claimOf(EXTRA))) return;
  const ours = new Set(held.map(({ result }) => deviceName(result)));
  for (const result of allocatedTo(facts, EXTRA).values()) {
    if (ours.has(deviceName(result))) continue;
    throw new Undecidable(
      `${deviceName(result)} was not ours: others gave back one of the ${others} devices that they held`,
    );
  }
}

function allocatedClaims(versions: readonly Version[]): number {
  const allocated = versions
    .filter(({ object }) => isAllocated(object))
    .map(({ object }) => String(object["metadata"].uid));
  return new Set(allocated).size;
}
