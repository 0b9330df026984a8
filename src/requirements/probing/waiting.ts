import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import { ACCESS } from "../../run/durations.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import type { Observer } from "../../run/observer.js";
import { allocation } from "./claims.js";
import { created } from "./pods.js";

/** How long a claim that must not be allocated is watched, after one in order took `control` seconds. */
export function windowAfter(control: number): number {
  return Math.max(ACCESS.waits, ACCESS.waitsTimesControl * control);
}

/** Watches the check's claims and pods for so long after their creation; begins at once, so that nothing is missed. */
export async function watchWaiting(observer: Observer, apiVersion: string, seconds: number): Promise<void> {
  const within = seconds + ACCESS.creation;
  await Promise.all([
    observer.hold("waiting.claims", { apiVersion, kind: "ResourceClaim" }, within),
    observer.hold("waiting.pods", { apiVersion: "v1", kind: "Pod" }, within),
  ]);
}

/** Seconds from the first to the first allocated version of the slowest claim in a history; undefined when one waits. */
export function slowestAllocation(versions: readonly { at: string; object: ApiObject }[]): number | undefined {
  const claims = new Set(versions.map(({ object }) => String(object["metadata"]?.uid)));
  let slowest = 0;
  for (const uid of claims) {
    const own = versions.filter(({ object }) => object["metadata"]?.uid === uid);
    const allocated = own.find(({ object }) => object["status"]?.allocation !== undefined);
    if (!allocated || !own[0]) return undefined;
    slowest = Math.max(slowest, (Date.parse(allocated.at) - Date.parse(own[0].at)) / 1000);
  }
  return claims.size === 0 ? undefined : slowest;
}

const Uid = z.object({ uid: z.string().min(1) });
const Bound = z.object({ spec: z.object({ nodeName: z.string().optional() }) });

/**
 * Holds that a claim, and the pod of its name, stayed without a device for as long as the control's history asks for.
 * @param controls name of the history in which claims in order were allocated
 */
export function expectWaiting(facts: Facts, expect: Expect, name: string, controls: string, because: string): void {
  const control = slowestAllocation(facts.history(controls).versions);
  if (control === undefined) throw new Undecidable("the claims that are in order were not allocated either");
  const needed = windowAfter(control);
  const claims = versionsOf(facts, "waiting.claims", `${name}.claim.created`);
  const pods = versionsOf(facts, "waiting.pods", created(name));
  const watched = Math.min(...[claims, pods].map(({ from, to }) => (to - from) / 1000));
  if (!(watched >= needed)) throw new Undecidable(`claim ${name} was watched for ${watched} s, less than ${needed} s`);
  const given = claims.objects.map(allocation).find((results) => results !== undefined);
  expect(`claim ${name} stays unallocated ${because}`, {
    held: given === undefined,
    expected: `no allocation within ${needed.toFixed(0)} s, where a claim in order takes ${control.toFixed(1)} s`,
    seen:
      given === undefined ? "none" : given.map(({ driver, pool, device }) => `${driver}/${pool}/${device}`).join(", "),
    evidence: ["waiting.claims", `${name}.claim.created`, controls],
  });
  const node = pods.objects.map((pod) => Bound.parse(pod).spec.nodeName).find(Boolean);
  expect(`pod ${name} stays unbound ${because}`, {
    held: node === undefined,
    expected: "no node",
    seen: node ?? "none",
    evidence: ["waiting.pods", created(name)],
  });
}

/** All versions in a history of the object that a response created, with the time (ms) that they span. */
function versionsOf(
  facts: Facts,
  history: string,
  response: string,
): { from: number; to: number; objects: ApiObject[] } {
  const { uid } = Uid.parse(facts.response(response).body["metadata"]);
  const { to, versions } = facts.history(history);
  const own = versions.filter(({ object }) => object["metadata"]?.uid === uid);
  const [first] = own;
  if (!first) throw new Undecidable(`${history} does not show what ${response} created`);
  if (own.some(({ type }) => type === "DELETED"))
    throw new Undecidable(`what ${response} created was deleted meanwhile`);
  const span = { from: Date.parse(first.at), to: Date.parse(to) };
  if (!Number.isFinite(span.from) || !Number.isFinite(span.to)) throw new Undecidable(`${history} has no times`);
  return { ...span, objects: own.map(({ object }) => object) };
}
