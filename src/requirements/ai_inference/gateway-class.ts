import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import { INFERENCE } from "../../run/durations.js";
import type { Expect } from "../../run/expect.js";
import type { Observer } from "../../run/observer.js";
import { conditionOf, inWords } from "./conditions.js";

/** Of the Gateway API; the kinds that are used here are in it since 2023 (v1.0.0). */
export const API = "gateway.networking.k8s.io/v1";

/** Istio's classes that no request from a client comes through: gateways inside of a mesh, or run by hand. */
const NOT_FOR_CLIENTS = new Set(["istio.io/mesh-controller", "istio.io/unmanaged-gateway"]);

const Class = z.object({
  metadata: z.object({ name: z.string().min(1) }),
  spec: z.object({ controllerName: z.string() }),
});

/**
 * The class to be tested: the one that was asked for, else of those for clients the first by name that is accepted, or
 * the first at all. Undefined when there is none.
 * @throws Error when the one that was asked for is not there
 */
export function chosenClass(classes: readonly ApiObject[], asked?: string): string | undefined {
  const names = classes
    .map((each) => ({ ...Class.parse(each), accepted: isAccepted(each) }))
    .filter(({ spec }) => asked !== undefined || !NOT_FOR_CLIENTS.has(spec.controllerName))
    .map(({ metadata, accepted }) => ({ name: metadata.name, accepted }))
    .sort((a, b) => Number(b.accepted) - Number(a.accepted) || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  if (asked === undefined || names.includes(asked)) return asked ?? names[0];
  throw new Error(`there is no GatewayClass ${asked}; there is ${names.join(", ") || "none"}`);
}

/**
 * Finds the GatewayClass and waits for its controller; notes `apis`, `classes` and `class`.
 * @returns its name; undefined when there is none that a controller has accepted
 */
export async function findClass(observer: Observer): Promise<string | undefined> {
  const { apis } = observer.inventory;
  const served = Object.entries(apis).filter(([api]) => api.startsWith("gateway.networking.k8s.io/"));
  observer.value("apis", Object.fromEntries(served));
  if (!apis[API]?.includes("gatewayclasses")) return undefined;
  const classes = await observer.list("classes", `/apis/${API}/gatewayclasses`);
  const name = chosenClass(classes, observer.options.gatewayClass);
  if (name === undefined) return undefined;
  const ref = { apiVersion: API, kind: "GatewayClass", name };
  const last = await observer.until("class", ref, INFERENCE.accepted, (each) => each !== null && isAccepted(each));
  return last !== null && isAccepted(last) ? name : undefined;
}

/** Holds that there is a GatewayClass that its controller has accepted. @returns whether there is */
export function expectClass(facts: Facts, expect: Expect): boolean {
  const { held, seen, evidence } = classSeen(facts);
  const claim = "there is a GatewayClass that its controller has accepted";
  expect(claim, { held, expected: "Accepted: True", seen, evidence: [evidence] });
  return held;
}

function classSeen(facts: Facts): { held: boolean; seen: string; evidence: string } {
  const apis = z.record(z.string(), z.array(z.string())).parse(facts.value("apis"));
  if (!apis[API]?.includes("gatewayclasses")) {
    const others = Object.keys(apis).join(", ");
    return {
      held: false,
      seen: `${API} is not served, ${others ? `only ${others}` : "nor any other version"}`,
      evidence: "apis",
    };
  }
  const classes = facts.list("classes");
  if (!facts.has("class") && chosenClass(classes) === undefined) {
    return { held: false, seen: `${classes.length} GatewayClasses, none for clients`, evidence: "classes" };
  }
  const chosen = facts.object("class");
  if (chosen === null) return { held: false, seen: "it is gone", evidence: "class" };
  const seen = `${Class.parse(chosen).metadata.name}: ${inWords(chosen, "Accepted")}`;
  return { held: isAccepted(chosen), seen, evidence: "class" };
}

function isAccepted(gatewayClass: ApiObject): boolean {
  return conditionOf(gatewayClass["status"], "Accepted")?.status === "True";
}
