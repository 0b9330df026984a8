import type { Fault } from "../../fault.js";
import { type Mutation, mutate, type Stored, unmutate } from "./admission.js";
import { requireFull } from "./profile.js";

const ROUTES = "/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes";

/** At most so many, of those that people write; the API takes a few more. */
const MOST = 8;

/** A rule of a route as served (gateway.networking.k8s.io/v1, HTTPRouteRule). */
export interface RouteRule {
  matches?: { headers?: unknown[] }[];
  backendRefs?: { name: string; port: number; weight?: number }[];
}

/** A change of HTTPRoutes. @param isMutated whether it was made to the sample, which has one rule */
export function routeMutation(
  name: string,
  patches: string[],
  isMutated: (rules: RouteRule[]) => boolean,
  operations: ("CREATE" | "UPDATE")[] = ["CREATE", "UPDATE"],
): Mutation {
  return {
    name,
    rule: { apiGroups: ["gateway.networking.k8s.io"], apiVersions: ["*"], resources: ["httproutes"], operations },
    patches,
    sample: {
      path: ROUTES,
      object: sample(),
      isMutated: ({ spec }: Stored) => isMutated(spec["rules"] as RouteRule[]),
    },
  };
}

/**
 * CEL for JSONPatch operations on the parts of a list in each rule, an expression for each place in it.
 * @param list field of the rule
 * @param operation of the part at a JSON pointer, which is given as CEL
 */
export function inEachRule(list: string, condition: string, operation: (pointer: string) => string): string[] {
  return Array.from({ length: MOST }, (_, at) => {
    const there = `has(r.${list}) && size(r.${list}) > ${at} && (${condition.replaceAll("$", `r.${list}[${at}]`)})`;
    const pointer = `"/spec/rules/" + string(i) + "/${list}/${at}"`;
    return `object.spec.rules.transformList(i, r, ${there}, ${operation(pointer)})`;
  });
}

/** Both ways of a fault in a lab with Gateways; one without them cannot be broken, and is never broken. */
export function onGateways(broken: Fault["break"], healed: Fault["heal"]): Pick<Fault, "break" | "heal"> {
  return {
    async break(lab) {
      requireFull(lab, "Gateways");
      await broken(lab);
    },
    async heal(lab) {
      if (lab.state.profile === "full") await healed(lab);
    },
  };
}

/** Both ways of a fault that is nothing but a change of HTTPRoutes. */
export function byMutation(mutation: Mutation): Pick<Fault, "break" | "heal"> {
  return onGateways(
    (lab) => mutate(lab, mutation),
    (lab) => unmutate(lab, mutation),
  );
}

function sample(): object {
  const header = { name: "sample", value: "sample" };
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "sample" },
    spec: {
      rules: [{ matches: [{ headers: [header] }], backendRefs: [{ name: "sample", port: 80, weight: 9 }] }],
    },
  };
}
