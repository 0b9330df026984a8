import { proofOf } from "../../probe/index.js";
import { httpLog } from "../../probe/testing.js";
import { created, logOf, seen } from "../probing/pods.js";
import { SETUP } from "../probing/setup.js";
import { NamedFacts } from "../probing/testing-facts.js";
import { API } from "./gateway-class.js";

const NONCE = "0123456789abcdef";
const NODE = "node1";

export const NO_ROUTE = "HTTP/1.1_404_Not_Found -";
export const REFUSED = "HTTP/1.1_500_Internal_Server_Error -";
export const LOST = "- -";

/** An answer as a client prints it that a backend of these tests gave. */
export function by(backend: string): string {
  return `HTTP/1.1_200_OK ${backend}/${proofOf({ nonce: NONCE, podUid: `uid-of-${backend}`, container: backend })}`;
}

/** So many of the same. */
export const times = (count: number, answer: string): string[] => Array<string>(count).fill(answer);

/** Facts of an experiment that never took place, for tests of judges; a later fact of a name is the one that counts. */
export class Evidence extends NamedFacts {
  /** With a class and a Gateway that say that all is well. */
  constructor() {
    super();
    this.put(SETUP, "value", { nonce: NONCE });
    this.put("apis", "value", { [API]: ["gatewayclasses", "gateways", "httproutes"] });
    this.gatewayClass("True");
    this.put("gateway", "object", { ref: {}, object: { status: { conditions: [condition("Programmed", "True")] } } });
    this.put("entrance", "value", { found: { address: "10.96.0.7", port: 80, within: 60 } });
  }

  gatewayClass(accepted: string): this {
    const object = {
      metadata: { name: "envoy" },
      spec: { controllerName: "example.com/gateways" },
      status: { conditions: [condition("Accepted", accepted)] },
    };
    return this.put("classes", "list", { path: "", items: [object] }).put("class", "object", { ref: {}, object });
  }

  backends(...names: string[]): this {
    for (const name of names) this.#created(name);
    return this;
  }

  /** A client and what it was answered, by order. */
  client(name: string, answers: Readonly<Record<string, readonly string[]>>, seconds?: number): this {
    const metadata = this.#created(name);
    const state = { running: { startedAt: "2026-01-01T00:00:00Z" } };
    const status = { phase: "Running", containerStatuses: [{ name: "client", state }] };
    this.put(seen(name), "object", { ref: {}, object: { metadata, spec: { nodeName: NODE }, status } });
    const origin = { nonce: NONCE, podUid: metadata.uid, node: NODE, container: "client" };
    return this.put(logOf(name, "client"), "log", { text: httpLog(origin, answers, seconds) });
  }

  /** A route's status. */
  route(name: string, status: string, reason: string): this {
    const parents = [{ conditions: [condition("Accepted", "True"), condition("ResolvedRefs", status, reason)] }];
    return this.put(name, "object", { ref: {}, object: { status: { parents } } });
  }

  response(name: string, status: number): this {
    return this.put(name, "response", { method: "PATCH", path: "", status, body: {} });
  }

  #created(name: string): { name: string; uid: string } {
    const metadata = { name, uid: `uid-of-${name}` };
    this.put(created(name), "response", { method: "POST", path: "", status: 201, body: { metadata } });
    return metadata;
  }
}

function condition(type: string, status: string, reason?: string): object {
  return { type, status, ...(reason === undefined ? {} : { reason }) };
}
