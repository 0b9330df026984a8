import type { Observation, ObservationKind } from "../../record/events.js";
import { Facts } from "../../record/facts.js";
import { judged } from "../../record/judge.js";
import type { Judgement } from "../../record/verdict.js";
import { type MadeUp, probeLog } from "../../probe/testing.js";
import type { Check } from "../../run/check.js";
import { claimOf, SLICES } from "./claims.js";
import { created, later, logOf, seen } from "./pods.js";
import { SETUP } from "./setup.js";

const AT = "2026-01-01T00:00:00.000Z";
export const NONCE = "0123456789abcdef";
const NODE = "node1";
const DRIVER = "gpu.karat.dev";
const ID = "a".repeat(64);

/** The simulated accelerator in a slot of the made-up node, as a granted container sees it. */
export const accelerator = (slot: number) => ({
  path: `/dev/karat-gpu${slot}`,
  type: "block" as const,
  major: 7,
  minor: slot,
});
export const uuid = (slot: number): string => `KARAT-${slot}`;

/** What a container sees that was given these slots. */
export function granted(...slots: number[]): MadeUp {
  return {
    devices: slots.map(accelerator),
    openings: slots.map((slot) => ({
      path: accelerator(slot).path,
      head: `KARAT-ACCELERATOR/1\nuuid=${uuid(slot)}\n\0`,
    })),
  };
}

/** Facts of an experiment that never took place, for tests of judges. */
export class MadeUpFacts {
  readonly observations: Observation[] = [];

  /** @param devices how many accelerators the node has, under DRA */
  constructor(access: "dra" | "device-plugin" = "dra", devices = 2) {
    const setup = { nonce: NONCE, node: NODE, access, vendor: "generic", driver: DRIVER, devices, free: devices };
    this.note(SETUP, "value", setup);
    const published = Array.from({ length: devices }, (_, slot) => ({
      name: `gpu-${slot}`,
      attributes: { uuid: { string: uuid(slot) } },
    }));
    const spec = { driver: DRIVER, nodeName: NODE, pool: { name: NODE }, devices: published };
    this.note(SLICES, "list", { path: "", items: [{ spec }] });
  }

  note(name: string, kind: ObservationKind, data: unknown): this {
    this.observations.push({ name, kind, at: AT, data });
    return this;
  }

  /** A pod that ran, and what its containers' probes printed. */
  pod(name: string, containers: Readonly<Record<string, MadeUp>>, node: string = NODE): this {
    const metadata = { name, uid: `uid-of-${name}` };
    const state = { running: { startedAt: "2026-01-01T00:00:00Z" } };
    const containerStatuses = Object.keys(containers).map((container) => ({
      name: container,
      containerID: `containerd://${ID}`,
      imageID: "sha256:0",
      state,
    }));
    const object = { metadata, spec: { nodeName: node }, status: { phase: "Running", containerStatuses } };
    this.note(created(name), "response", { method: "POST", path: "", status: 201, body: { metadata } });
    this.note(seen(name), "object", { ref: {}, object });
    for (const [container, sight] of Object.entries(containers)) {
      const text = probeLog({ nonce: NONCE, podUid: metadata.uid, node, container }, sight);
      this.note(logOf(name, container), "log", { namespace: "n", pod: name, container, text });
    }
    return this.note(later(name), "object", { ref: {}, object });
  }

  /** The pod's claim, by request the slot that it was given. */
  claim(pod: string, slots: Readonly<Record<string, number>>): this {
    const results = Object.entries(slots).map(([request, slot]) => ({
      request,
      driver: DRIVER,
      pool: NODE,
      device: `gpu-${slot}`,
    }));
    const object = {
      metadata: { name: pod, uid: `uid-of-claim-${pod}` },
      status: { allocation: { devices: { results } } },
    };
    return this.note(claimOf(pod), "object", { ref: {}, object });
  }

  judge(check: Pick<Check, "judge">): Judgement {
    return judged((expect) => check.judge(new Facts(this.observations), expect));
  }
}
