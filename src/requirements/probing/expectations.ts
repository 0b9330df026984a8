import type { Facts } from "../../record/facts.js";
import {
  type Attempt,
  type DeviceNode,
  type Made,
  NULL_DEVICE,
  refused,
  sameDevice,
  type Sight,
} from "../../probe/index.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { acceleratorsIn, filesOf, inWords, numbersOf, type SeenAccelerator, vendorFilesIn } from "./accelerators.js";
import { evidenceOf, sightOf } from "./pods.js";
import { givenAdapter } from "./setup.js";

/** Holds that a container sees the one accelerator that it was granted and no other, and can open it; returns it. */
export function expectOwn(facts: Facts, expect: Expect, pod: string, container: string): SeenAccelerator[] {
  const seen = acceleratorsIn(sightOf(facts, pod, container), givenAdapter(facts));
  const evidence = evidenceOf(pod, container);
  expect(`${pod}/${container} sees exactly the one accelerator that it requested`, {
    held: seen.length === 1,
    expected: "one device file",
    seen: inWords(seen),
    evidence,
  });
  const closed = seen.filter(({ opening }) => !opening?.read.done || !opening.write.done);
  expect(`${pod}/${container} can open what it was granted`, {
    held: seen.length > 0 && closed.length === 0,
    expected: "opened for reading and writing",
    seen:
      closed.map((file) => `${file.path}: ${file.opening ? outcome(file.opening) : "not tried"}`).join("; ") ||
      `${seen.length} opened`,
    evidence,
  });
  return seen;
}

/** Holds that a container has no way to any accelerator through its device files; `others` are devices of other pods. */
export function expectNone(
  facts: Facts,
  expect: Expect,
  pod: string,
  container: string,
  others: readonly DeviceNode[],
): void {
  const sight = sightOf(facts, pod, container);
  const found = [...vendorFilesIn(sight, givenAdapter(facts)), ...filesOf(sight, others)];
  const files = found.filter((file, at) => found.findIndex(({ path }) => path === file.path) === at);
  expect(`${pod}/${container}, which requested no accelerator, sees none`, {
    held: files.length === 0,
    expected: "no device file of an accelerator",
    seen: inWords(files),
    evidence: evidenceOf(pod, container),
  });
}

/**
 * Holds that the kernel refuses a container the devices of others, when it makes device nodes for them itself.
 * @throws Undecidable when the container cannot make device nodes at all, or was not given these to try
 */
export function expectRefused(
  facts: Facts,
  expect: Expect,
  pod: string,
  container: string,
  others: readonly DeviceNode[],
): void {
  const sight = sightOf(facts, pod, container);
  if (others.length === 0) throw new Undecidable("there is no device to try");
  const control = triedIn(sight, { ...NULL_DEVICE, path: "/dev/null" }, pod);
  if (!control.mknod.done || !control.read?.done || !control.write?.done) {
    throw new Undecidable(`${pod}/${container} can't even make a node of /dev/null and open it: ${outcome(control)}`);
  }
  for (const device of others) {
    const made = triedIn(sight, device, pod);
    expect(`the kernel refuses ${pod}/${container} the device of ${device.path} through a node that it made itself`, {
      held:
        refused(made.mknod) ||
        (made.read !== undefined && refused(made.read) && made.write !== undefined && refused(made.write)),
      expected: "Operation not permitted",
      seen: outcome(made),
      evidence: evidenceOf(pod, container),
    });
  }
}

/** The devices that a granted container's files lead to. @throws Undecidable when it has none: nothing is shown then */
export function grantedNumbers(facts: Facts, pod: string, container: string): DeviceNode[] {
  const numbers = numbersOf(sightOf(facts, pod, container), givenAdapter(facts));
  if (acceleratorsIn(sightOf(facts, pod, container), givenAdapter(facts)).length === 0) {
    throw new Undecidable(
      `${pod}/${container} was granted an accelerator and sees none: there is nothing to keep others from`,
    );
  }
  return numbers;
}

function triedIn(sight: Sight, device: DeviceNode, pod: string): Made {
  const tried = sight.made.find((made) => sameDevice(made, device));
  if (!tried) throw new Undecidable(`${pod} did not try to make a node of ${inWords([device])}`);
  return tried;
}

function outcome({ mknod, read, write }: { mknod?: Attempt; read?: Attempt; write?: Attempt }): string {
  const parts = Object.entries({ mknod, "open for reading": read, "open for writing": write });
  return parts
    .flatMap(([what, attempt]) => (attempt ? [`${what}: ${attempt.done ? "done" : attempt.error}`] : []))
    .join("; ");
}

/** Holds that what a container asked for past the cluster gave it no device file that one without the request lacks. */
export function expectNothingAdded(
  facts: Facts,
  expect: Expect,
  plain: { pod: string; container: string },
  asking: { pod: string; container: string },
  by: string,
): void {
  const before = sightOf(facts, plain.pod, plain.container).devices;
  const after = sightOf(facts, asking.pod, asking.container).devices;
  const added = after.filter((file) => !before.some((other) => sameDevice(file, other)));
  expect(`${by} adds no device file`, {
    held: added.length === 0,
    expected: "those of a container that does not ask, and no more",
    seen: inWords(added),
    evidence: [...evidenceOf(plain.pod, plain.container), ...evidenceOf(asking.pod, asking.container)],
  });
  expectNone(facts, expect, asking.pod, asking.container, []);
}
