import type { Attributes } from "../../accelerators/index.js";
import type { MadeUp } from "../../probe/testing.js";
import { SLICES } from "../probing/claims.js";
import { SETUP } from "../probing/setup.js";
import { granted, MadeUpFacts, NONCE } from "../probing/testing.js";

export const LIBRARY = "/usr/lib/karat/libkarat.so";

/** A node of an experiment that never took place; what is not said is as on a healthy one of two devices by DRA. */
export interface MadeUpNode {
  access?: "dra" | "device-plugin";
  vendor?: string;
  driver?: string;
  free?: number;
  /** Why it is left out. */
  reason?: string;
  labels?: Readonly<Record<string, string>>;
  /** Of each device. */
  attributes?: readonly Attributes[];
  /** What the granted container saw; null when there is none. */
  granted?: MadeUp | null;
  outsider?: MadeUp;
}

/** What a container sees that was given a device and the library of a driver of this version. */
export function equipped(version: string): MadeUp {
  return { ...granted(0), files: { [`${LIBRARY}.${version}`]: "KARAT-LIBRARY/1\n" } };
}

export const advertising = (version: string): Attributes => ({ driverVersion: { version } });

/** Facts of an experiment on these nodes, called node1, node2 and so on. */
export function onNodes(...nodes: readonly MadeUpNode[]): MadeUpFacts {
  const facts = new MadeUpFacts();
  const places = nodes.map(({ access = "dra", free = 2, reason }, index) => {
    const node = `node${index + 1}`;
    return reason === undefined ? { node, access, free } : { node, access, reason };
  });
  facts.note(SETUP, "value", { nonce: NONCE, devices: 1, count: places.length, places });
  for (const [index, node] of nodes.entries()) if (node.reason === undefined) noteNode(facts, index, node);
  return facts;
}

function noteNode(facts: MadeUpFacts, index: number, given: MadeUpNode): void {
  const { access = "dra", vendor = "generic", driver = "gpu.karat.dev", labels = {}, outsider = {} } = given;
  const { attributes = [advertising("1.4.2"), advertising("1.4.2")], granted: own = equipped("1.4.2") } = given;
  const [node, place] = [`node${index + 1}`, `-${index}`];
  facts.note(SETUP + place, "value", { nonce: NONCE, node, access, vendor, driver, devices: 2, free: given.free ?? 2 });
  facts.note(`node${place}`, "object", { ref: {}, object: { metadata: { name: node, labels } } });
  if (access === "dra") {
    const devices = attributes.map((each, slot) => ({ name: `gpu-${slot}`, attributes: each }));
    facts.note(SLICES + place, "list", { path: "", items: [{ spec: { driver, nodeName: node, devices } }] });
  }
  const cgroup = { "/proc/self/cgroup": "0::/\n" };
  for (const [pod, sight] of Object.entries({ granted: own, outsider, plain: outsider })) {
    if (sight) facts.pod(pod + place, { probe: { ...sight, files: { ...cgroup, ...sight.files } } }, node);
  }
}
