import type { ApiObject, Facts } from "../../record/facts.js";
import { parseProbe, sameDevice } from "../../probe/index.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { acceleratorsIn, inWords, type SeenAccelerator } from "../probing/accelerators.js";
import { givenAdapter, givenSetup } from "../probing/setup.js";
import { whyUnstartable } from "../../run/unstartable.js";
import { logOf, podsAfter, SETUP } from "./facts.js";
import { podsOf } from "./given.js";
import { isReady, PROBE } from "./stage.js";

/**
 * Holds that after a part of the experiment so many pods of a workload are ready, and that each has an accelerator of
 * its own, by what runs in it. Replicas that are only wanted do not count.
 * @returns whether that held
 * @throws Undecidable when a pod sees accelerators beside its own: which of them is its own cannot be told then
 */
export function expectReplicas(
  facts: Facts,
  expect: Expect,
  part: string,
  { workload, count }: { workload: string; count: number },
): boolean {
  const pods = podsOf(facts, podsAfter(part), workload);
  const ready = pods.filter(isReady);
  expect(`${count} pods of ${workload} are ready`, {
    held: ready.length === count && pods.length === count,
    expected: `${count} of ${count}`,
    seen: `${ready.length} of ${pods.length}${pods
      .filter((pod) => !isReady(pod))
      .map(whyNotReady)
      .join("")}`,
    evidence: [podsAfter(part)],
  });
  if (ready.length !== count || pods.length !== count) return false;
  const held = ready.map((pod) => ({ pod: String(pod["metadata"].name), devices: devicesOf(facts, pod) }));
  const evidence = [SETUP, podsAfter(part), ...held.map(({ pod }) => logOf(pod))];
  const without = held.filter(({ devices }) => !devices.some(isOpen));
  expect("each of them has an accelerator, and can open it", {
    held: without.length === 0,
    expected: "a device file, opened",
    seen: held.map(({ pod, devices }) => `${pod}: ${inWords(devices)}`).join("; "),
    evidence,
  });
  const crowded = held.find(({ devices }) => devices.length > 1);
  if (crowded) {
    const seen = `${crowded.pod} sees more accelerators than the one that it asked for (${inWords(crowded.devices)})`;
    throw new Undecidable(`${seen}; see secure_accelerator_access`);
  }
  const common = held.flatMap(({ devices }, at) =>
    held
      .slice(at + 1)
      .flatMap((other) => devices.filter((device) => other.devices.some((each) => isSame(device, each)))),
  );
  expect("they have different accelerators", {
    held: common.length === 0,
    expected: "no device in common",
    seen: held.map(({ pod, devices }) => `${pod}: ${devices.map(nameOf).join(", ")}`).join("; "),
    evidence,
  });
  return without.length === 0 && common.length === 0;
}

/** What the pod's probe found. @throws Undecidable when that cannot be read */
export function devicesOf(facts: Facts, pod: ApiObject): SeenAccelerator[] {
  const { nonce, node } = givenSetup(facts);
  const { name, uid } = pod["metadata"] as { name: string; uid: string };
  const sight = parseProbe(facts.log(logOf(name)), { nonce, podUid: uid, node, container: PROBE });
  return acceleratorsIn(sight, givenAdapter(facts));
}

const isOpen = ({ opening }: SeenAccelerator): boolean => opening?.read.done === true && opening.write.done;

function isSame(a: SeenAccelerator, b: SeenAccelerator): boolean {
  return sameDevice(a, b) || (a.identity !== undefined && a.identity === b.identity);
}

const nameOf = (device: SeenAccelerator): string => device.identity ?? inWords([device]);

function whyNotReady(pod: ApiObject): string {
  const conditions = (pod["status"]?.conditions ?? []) as ApiObject[];
  const scheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status !== "True");
  const why = scheduled?.["message"] ?? whyUnstartable(pod);
  return `; ${pod["metadata"].name} is ${pod["status"]?.phase}${why ? `: ${String(why)}` : ""}`;
}
