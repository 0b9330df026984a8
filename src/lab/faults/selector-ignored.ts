import type { Fault } from "../fault.js";
import { type Mutation, mutate, type Stored, unmutate } from "./mechanism/admission.js";

const SELECTOR = { cel: { expression: "false" } };

/** At most this many alternatives in a request (API doc of DeviceRequest.firstAvailable). */
const MOST_ALTERNATIVES = 8;

const onClaims: Mutation = {
  name: "selector-ignored-claims",
  rule: { apiGroups: ["resource.k8s.io"], apiVersions: ["*"], resources: ["resourceclaims"] },
  patches: withoutSelectors("object.spec", "/spec"),
  sample: {
    path: "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims",
    object: {
      apiVersion: "resource.k8s.io/v1",
      kind: "ResourceClaim",
      metadata: { name: "sample" },
      spec: sampleSpec(),
    },
    isMutated: ({ spec }) => !hasSelectors(spec),
  },
};

const onTemplates: Mutation = {
  name: "selector-ignored-templates",
  rule: { ...onClaims.rule, resources: ["resourceclaimtemplates"] },
  patches: withoutSelectors("object.spec.spec", "/spec/spec"),
  sample: {
    path: "/apis/resource.k8s.io/v1/namespaces/default/resourceclaimtemplates",
    object: {
      apiVersion: "resource.k8s.io/v1",
      kind: "ResourceClaimTemplate",
      metadata: { name: "sample" },
      spec: { spec: sampleSpec() },
    },
    isMutated: ({ spec }) => !hasSelectors(spec["spec"] as Stored["spec"]),
  },
};

export const selectorIgnored: Fault = {
  id: "F03",
  breaks: ["dra_support"],
  what: "A claim's CEL selectors have no effect: any device of the class will do.",
  how: "A MutatingAdmissionPolicy strips selectors from ResourceClaims and ResourceClaimTemplates.",
  async break(lab) {
    for (const mutation of [onClaims, onTemplates]) await mutate(lab, mutation);
  },
  async heal(lab) {
    for (const mutation of [onClaims, onTemplates]) await unmutate(lab, mutation);
  },
};

/** JSON patches for a ResourceClaimSpec at a path: exact requests, then each place in lists of alternatives. */
function withoutSelectors(spec: string, path: string): string[] {
  const requests = `(has(${spec}.devices) && has(${spec}.devices.requests) ? ${spec}.devices.requests : [])`;
  const remove = (of: string) =>
    `JSONPatch{op: "remove", path: "${path}/devices/requests/" + string(i) + "${of}/selectors"}`;
  const exact = `${requests}.transformList(i, r, has(r.exactly) && has(r.exactly.selectors), ${remove("/exactly")})`;
  const alternatives = Array.from({ length: MOST_ALTERNATIVES }, (_, at) => {
    const there = `has(r.firstAvailable) && size(r.firstAvailable) > ${at} && has(r.firstAvailable[${at}].selectors)`;
    return `${requests}.transformList(i, r, ${there}, ${remove(`/firstAvailable/${at}`)})`;
  });
  return [exact, ...alternatives];
}

function sampleSpec() {
  return { devices: { requests: [{ name: "sample", exactly: { deviceClassName: "sample", selectors: [SELECTOR] } }] } };
}

function hasSelectors(spec: Stored["spec"]): boolean {
  return JSON.stringify(spec).includes('"selectors"');
}
