import type { ApiObject } from "../../record/facts.js";
import { probeLog } from "../../probe/testing.js";
import { created, later, logOf, seen } from "../probing/pods.js";
import { NamedFacts } from "../probing/testing-facts.js";
import { PROBE } from "./scene.js";

const NONCE = "0123456789abcdef";
export const RESOURCE = "karat.dev/gpu";
export const DEVICE = { path: "/dev/karat-gpu0", type: "block" as const, major: 7, minor: 0 };

export const uidOf = (name: string): string => `uid-of-${name}`;

export function node(name: string, devices = 1): ApiObject {
  return {
    metadata: { name, uid: uidOf(name), labels: {} },
    spec: { providerID: `cloud:///${name}` },
    status: { allocatable: devices > 0 ? { [RESOURCE]: String(devices) } : {} },
  };
}

export function event(pod: string, reason: string, message: string, component = "karpenter"): ApiObject {
  return { involvedObject: { kind: "Pod", name: pod, uid: uidOf(pod) }, reason, message, source: { component } };
}

export const claim = (name: string, becomes: string): ApiObject => ({
  metadata: {
    name,
    uid: uidOf(name),
    creationTimestamp: "2026-01-01T00:00:01Z",
    ownerReferences: [{ kind: "NodePool", name: "gpu" }],
  },
  spec: { resources: { requests: { [RESOURCE]: "1" } } },
  status: { nodeName: becomes, providerID: `cloud:///${becomes}` },
});

/** Facts of an experiment that never took place. */
export class Evidence extends NamedFacts {
  constructor() {
    super();
    this.put("setup", "value", { nonce: NONCE, vendor: "generic", resource: RESOURCE });
  }

  list(name: string, items: ApiObject[]): this {
    return this.put(name, "list", { path: "", items });
  }

  object(name: string, object: ApiObject | null): this {
    return this.put(name, "object", { ref: {}, object });
  }

  created(pod: string): this {
    const body = { metadata: { name: pod, uid: uidOf(pod), creationTimestamp: "2026-01-01T00:00:00Z" } };
    return this.put(created(pod), "response", { method: "POST", path: "", status: 201, body });
  }

  /** A pod that has no place. */
  waiting(pod: string): this {
    return this.created(pod).object(`${pod}.waiting`, this.#pod(pod, undefined));
  }

  /** It runs on a node, and prints what a probe prints that sees these devices; nothing at all when null. */
  ran(pod: string, on: string, devices: (typeof DEVICE)[] | null = [DEVICE]): this {
    const origin = { nonce: NONCE, podUid: uidOf(pod), node: on, container: PROBE };
    const openings = (devices ?? []).map(({ path }) => ({ path, head: "KARAT-ACCELERATOR/1\nuuid=1\n\0" }));
    const text = devices === null ? "" : probeLog(origin, { devices, openings });
    return this.object(seen(pod), this.#pod(pod, on))
      .object(later(pod), this.#pod(pod, on))
      .put(logOf(pod, PROBE), "log", { namespace: "n", pod, container: PROBE, text })
      .object(`${pod}.node`, node(on));
  }

  #pod(name: string, on: string | undefined): ApiObject {
    const metadata = { name, uid: uidOf(name) };
    if (on === undefined) {
      const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "no room" }];
      return { metadata, spec: {}, status: { phase: "Pending", conditions } };
    }
    const state = { running: { startedAt: "2026-01-01T00:00:00Z" } };
    const containerID = `containerd://${"a".repeat(64)}`;
    const containerStatuses = [{ name: PROBE, containerID, imageID: "sha256:0", state }];
    return { metadata, spec: { nodeName: on }, status: { phase: "Running", containerStatuses } };
  }
}
