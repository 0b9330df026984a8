import type { ApiObject } from "../../record/facts.js";
import { NamedFacts } from "../probing/testing-facts.js";

/** Facts made by hand, for judges that are tested without a cluster. Times are seconds after an arbitrary start. */

const BEGIN = Date.parse("2026-01-02T03:04:05.000Z");
export const NONCE = "nonce-of-the-test";
export const NODE = "node1";
export const PODGROUPS = { "scheduling.k8s.io/v1beta1": ["podgroups", "workloads"] };

export const at = (seconds: number): string => new Date(BEGIN + seconds * 1000).toISOString();

/** A pod as served; bound when `on` is given. */
export function pod(name: string, phase: string, { on, why }: { on?: string; why?: string } = {}): ApiObject {
  const refusal = { type: "PodScheduled", status: "False", reason: "Unschedulable", message: why };
  return {
    metadata: { name, uid: `uid-${name}` },
    spec: on === undefined ? {} : { nodeName: on },
    status: { phase, conditions: why === undefined ? [] : [refusal] },
  };
}

/** A named set of observations that tests change before they judge. */
export class Evidence extends NamedFacts {
  constructor() {
    super(at(0));
  }

  setup(devices: number, scheduler: string | null = "native", apis: Record<string, string[]> = PODGROUPS): this {
    this.put("apis", "value", apis);
    return this.put("setup", "value", { node: NODE, devices, nonce: NONCE, scheduler });
  }

  created(...names: string[]): this {
    for (const name of names) {
      this.put(`${name}.created`, "response", { method: "POST", path: "/", status: 201, body: pod(name, "Pending") });
    }
    return this;
  }

  /** @param versions each with the second at which it was served, and DELETED where it says so */
  history(name: string, from: number, to: number, versions: [number, ApiObject, "DELETED"?][]): this {
    const served = versions.map(([seconds, object, type = "MODIFIED"]) => ({ at: at(seconds), type, object }));
    return this.put(name, "history", { from: at(from), to: at(to), complete: true, versions: served });
  }

  log(name: string, lines: string[]): this {
    return this.put(`${name}.log`, "log", {
      namespace: "n",
      pod: name,
      container: name,
      text: `${lines.join("\n")}\n`,
    });
  }

  /** Logs of pods that all heard each other. */
  met(...names: string[]): this {
    for (const name of names) {
      const heard = names
        .filter((peer) => peer !== name)
        .map((peer) => `heard ${peer} ${NONCE} ${peer} ${token(peer)}`);
      this.log(name, [`nonce ${NONCE}`, `token ${token(name)}`, ...heard]);
    }
    return this;
  }
}

/** A uuid for a name. */
export function token(name: string): string {
  const digits = Buffer.from(name).toString("hex").padEnd(32, "0").slice(0, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
