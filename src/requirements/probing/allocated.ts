import type { Facts } from "../../record/facts.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { type AllocatedDevice, allocation, claimOf, identityOf, SLICES } from "./claims.js";
import { expectOwn } from "./expectations.js";
import { evidenceOf, podOf, seen, whyNotStarted } from "./pods.js";

/** Holds that a pod whose claim is in order starts; what else it shows can be judged only if so. */
export function expectStarted(facts: Facts, expect: Expect, pod: string): boolean {
  const why = whyNotStarted(podOf(facts, pod));
  expect(`pod ${pod}, whose claim a free device satisfies, starts`, {
    held: why === undefined,
    expected: "its containers run",
    seen: why ?? "they ran",
    evidence: [seen(pod)],
  });
  return why === undefined;
}

/** The devices that a pod's claim was given, by request. @throws Undecidable when it shows no allocation */
export function allocatedTo(facts: Facts, pod: string): Map<string, AllocatedDevice> {
  const results = allocation(facts.present(claimOf(pod)));
  if (!results) throw new Undecidable(`claim ${pod} shows no allocation though its pod started`);
  const byRequest = new Map(results.map((result) => [result.request, result]));
  if (byRequest.size !== results.length) throw new Undecidable(`a request of claim ${pod} was given several devices`);
  return byRequest;
}

export const deviceName = ({ driver, pool, device }: AllocatedDevice): string => `${driver}/${pool}/${device}`;

/**
 * Holds that a container sees, opens and recognises the one device that its request was allocated.
 * @returns the device's identity as it bears it itself
 * @throws Undecidable when the device does not show its identity
 */
export function expectAllocated(
  facts: Facts,
  expect: Expect,
  pod: string,
  container: string,
  result: AllocatedDevice,
): string {
  const [seen] = expectOwn(facts, expect, pod, container);
  const identity = identityOf(facts, result);
  if (seen && seen.identity === undefined) {
    throw new Undecidable(`${seen.path} in ${pod}/${container} does not show which device it is`);
  }
  expect(`what ${pod}/${container} sees is the device that its claim was allocated`, {
    held: seen?.identity === identity,
    expected: `${identity} (${deviceName(result)})`,
    seen: seen?.identity ?? "no device",
    evidence: [...evidenceOf(pod, container), claimOf(pod), SLICES],
  });
  return seen?.identity ?? "";
}
