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

/**
 * Watches the claim and the pod of this name, which were created just before, for so long; then reads them once more:
 * what was given before the watch began shows then.
 */
export async function watchWaiting(
  observer: Observer,
  { name, apiVersion, seconds }: { name: string; apiVersion: string; seconds: number },
): Promise<void> {
  const claim = { apiVersion, kind: "ResourceClaim" };
  const pod = { apiVersion: "v1", kind: "Pod" };
  await Promise.all([observer.hold("waiting.claims", claim, seconds), observer.hold("waiting.pods", pod, seconds)]);
  await observer.object(`${name}.claim.waited`, { ...claim, name });
  await observer.object(`${name}.waited`, { ...pod, name });
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
 * @returns whether it did
 */
export function expectWaiting(facts: Facts, expect: Expect, name: string, controls: string, because: string): boolean {
  const control = slowestAllocation(facts.history(controls).versions);
  if (control === undefined) throw new Undecidable("the claims that are in order were not allocated either");
  const needed = windowAfter(control);
  const claimUid = createdUid(facts, `${name}.claim.created`);
  const podUid = createdUid(facts, created(name));
  const claims = versionsOf(facts, "waiting.claims", claimUid, `${name}.claim.waited`);
  const pods = versionsOf(facts, "waiting.pods", podUid, `${name}.waited`);
  const given = claims.objects.map(allocation).find((results) => results !== undefined);
  const node = pods.objects.map((pod) => Bound.parse(pod).spec.nodeName).find(Boolean);
  const waited = given === undefined && node === undefined;
  const watched = Math.min(...[claims, pods].map(({ from, to }) => (to - from) / 1000));
  // One look is enough to see what must not be; that it is not takes the whole time.
  if (waited && !(watched >= needed)) {
    throw new Undecidable(`claim ${name} was watched for ${watched} s, less than ${needed} s`);
  }
  expect(`claim ${name} stays unallocated ${because}`, {
    held: given === undefined,
    expected: `no allocation within ${needed.toFixed(0)} s, where a claim in order takes ${control.toFixed(1)} s`,
    seen:
      given === undefined ? "none" : given.map(({ driver, pool, device }) => `${driver}/${pool}/${device}`).join(", "),
    evidence: ["waiting.claims", `${name}.claim.waited`, `${name}.claim.created`, controls],
  });
  expect(`pod ${name} stays unbound ${because}`, {
    held: node === undefined,
    expected: "no node",
    seen: node ?? "none",
    evidence: ["waiting.pods", `${name}.waited`, created(name)],
  });
  return waited;
}

/** @throws Undecidable with the API server's words, when the object was refused */
function createdUid(facts: Facts, response: string): string {
  const { status, body } = facts.response(response);
  if (status !== 201) {
    throw new Undecidable(`${response}: the API server answered ${status}: ${String(body["message"] ?? "no reason")}`);
  }
  return Uid.parse(body["metadata"]).uid;
}

/** All that is known of an object that was created: as a history showed it, and as it was at its end. */
function versionsOf(
  facts: Facts,
  history: string,
  uid: string,
  end: string,
): { from: number; to: number; objects: ApiObject[] } {
  const { from, to, versions } = facts.history(history);
  const own = versions.filter(({ object }) => object["metadata"]?.uid === uid);
  const last = facts.present(end);
  if (own.some(({ type }) => type === "DELETED") || last["metadata"]?.uid !== uid) {
    throw new Undecidable(`what ${end} is about was deleted meanwhile`);
  }
  const span = { from: Date.parse(from), to: Date.parse(to) };
  if (!Number.isFinite(span.from) || !Number.isFinite(span.to)) throw new Undecidable(`${history} has no times`);
  return { ...span, objects: [...own.map(({ object }) => object), last] };
}
