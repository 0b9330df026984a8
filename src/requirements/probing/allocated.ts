import type { Facts } from "../../record/facts.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { whyUnstartable } from "../../run/unstartable.js";
import { type AllocatedDevice, allocation, claimOf, identityOf, SLICES } from "./claims.js";
import { acceleratorsIn, inWords, type SeenAccelerator } from "./accelerators.js";
import { evidenceOf, podOf, seen, sightOf, whyNotStarted } from "./pods.js";
import { givenAdapter } from "./setup.js";

/** Holds that a pod whose claim is in order starts; what else it shows can be judged only if so. */
export function expectStarted(facts: Facts, expect: Expect, pod: string): boolean {
  const why = whyNotStarted(podOf(facts, pod));
  // No claim and no driver has to do with it.
  const unstartable = whyUnstartable(facts.present(seen(pod)));
  if (why !== undefined && unstartable !== undefined) throw new Undecidable(`pod ${pod} cannot start: ${unstartable}`);
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
 * Holds that a container finds the device that its request was allocated, and can open it.
 * @returns the identity that the device bears itself; undefined when the container lacks it
 * @throws Undecidable when the container has other accelerators as well: that is a matter of secure_accelerator_access,
 * and which of them the claim brought cannot be told; or when a device does not show its identity
 */
export function expectAllocated(
  facts: Facts,
  expect: Expect,
  pod: string,
  container: string,
  result: AllocatedDevice,
): string | undefined {
  const seen = acceleratorsIn(sightOf(facts, pod, container), givenAdapter(facts));
  const identity = identityOf(facts, result);
  const nameless = seen.find((device) => device.identity === undefined);
  if (nameless) throw new Undecidable(`${nameless.path} in ${pod}/${container} does not show which device it is`);
  const own = seen.find((device) => device.identity === identity);
  expect(`${pod}/${container} finds the device that its claim was allocated, and can open it`, {
    held: own?.opening?.read.done === true && own.opening.write.done,
    expected: `${identity} (${deviceName(result)})`,
    seen: own ? openingOf(own) : seen.map(({ path, identity }) => `${path}: ${identity}`).join(", ") || "no device",
    evidence: [...evidenceOf(pod, container), claimOf(pod), SLICES],
  });
  if (own && seen.length > 1) {
    throw new Undecidable(
      `${pod}/${container} sees accelerators beside its own (${inWords(seen)}); see secure_accelerator_access`,
    );
  }
  return own?.identity;
}

function openingOf({ path, identity, opening }: SeenAccelerator): string {
  const closed = [opening?.read, opening?.write].find((attempt) => attempt && !attempt.done);
  return `${path}: ${identity}${closed && !closed.done ? `, ${closed.error}` : ""}`;
}
