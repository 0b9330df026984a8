import { gatewayClass } from "../addons/envoy-gateway.js";
import { durations, until } from "../durations.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import { type Mutation, mutate, unmutate } from "./mechanism/admission.js";
import { onGateways } from "./mechanism/routes.js";

const CLASSES = "/apis/gateway.networking.k8s.io/v1/gatewayclasses";
const NOBODY = "example.com/nobody";
const name = String(gatewayClass.metadata["name"]);

interface GatewayClass {
  status?: { conditions?: { type: string; status: string }[] };
}

const mutation: Mutation = {
  name: "gateway-class-of-nobody",
  rule: {
    apiGroups: ["gateway.networking.k8s.io"],
    apiVersions: ["*"],
    resources: ["gatewayclasses"],
    // What repairs the class later must not bring its controller back either.
    operations: ["CREATE", "UPDATE"],
  },
  patches: [`[JSONPatch{op: "replace", path: "/spec/controllerName", value: "${NOBODY}"}]`],
  sample: {
    path: CLASSES,
    object: { ...gatewayClass, metadata: { name: "sample" } },
    isMutated: ({ spec }) => spec["controllerName"] === NOBODY,
  },
};

export const gatewayClassOfNobody: Fault = {
  id: "F16",
  breaks: ["ai_inference"],
  what: "The Gateway API is served and there is a GatewayClass, but no controller takes care of it.",
  how: `A MutatingAdmissionPolicy names a controller in GatewayClasses that is not there, and the class is made anew.`,
  ...onGateways(
    async (lab) => {
      await mutate(lab, mutation);
      await makeAnew(lab);
    },
    async (lab) => {
      await unmutate(lab, mutation);
      await makeAnew(lab);
      await untilAccepted(lab);
    },
  ),
};

/** A class keeps its controller for life. */
async function makeAnew(lab: Lab): Promise<void> {
  const path = `${CLASSES}/${name}`;
  await lab.api.delete(path);
  await until(
    durations.addOn,
    async () => ((await lab.api.get(path)) === undefined ? true : undefined),
    () => new Error(`GatewayClass ${name} does not go; something holds it, such as a Gateway`),
  );
  await lab.api.apply(path, gatewayClass);
}

async function untilAccepted(lab: Lab): Promise<void> {
  await until(
    durations.addOn,
    async () => {
      const found = await lab.api.get<GatewayClass>(`${CLASSES}/${name}`);
      const conditions = found?.status?.conditions ?? [];
      return conditions.some(({ type, status }) => type === "Accepted" && status === "True") || undefined;
    },
    () => new Error(`GatewayClass ${name} is not accepted again; see the log of envoy-gateway`),
  );
}
