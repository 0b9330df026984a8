import { durations, until } from "../../durations.js";
import type { Lab } from "../../lab.js";

/** A change that the API server makes to objects before it stores them. */
export interface Mutation {
  name: string;
  rule: { apiGroups: string[]; apiVersions: string[]; resources: string[]; operations?: ("CREATE" | "UPDATE")[] };
  /** CEL expressions over `object`, each a list of JSONPatch operations; applied in order. */
  patches: string[];
  /** An object that is sent as a dry run, to see whether the policy acts: it is a moment until it does. */
  sample: { path: string; object: object; isMutated(stored: Stored): boolean };
}

/** What the API server would have stored. */
export type Stored = { spec: Record<string, unknown> };

const GROUP = "/apis/admissionregistration.k8s.io/v1";

/** Sets a MutatingAdmissionPolicy (KEP-3962), for creations where nothing else is said, and returns when it acts. */
export async function mutate(lab: Lab, { name, rule, patches, sample }: Mutation): Promise<void> {
  await lab.api.apply(`${GROUP}/mutatingadmissionpolicies/${name}`, {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    metadata: { name },
    spec: {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      matchConstraints: { resourceRules: [{ operations: ["CREATE"], ...rule }] },
      mutations: patches.map((expression) => ({ patchType: "JSONPatch", jsonPatch: { expression } })),
    },
  });
  await lab.api.apply(`${GROUP}/mutatingadmissionpolicybindings/${name}`, {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name },
    spec: { policyName: name },
  });
  await untilMutated(lab, name, sample, true);
}

/** Takes it away again, and returns when it acts no more. */
export async function unmutate(lab: Lab, { name, sample }: Mutation): Promise<void> {
  await lab.api.delete(`${GROUP}/mutatingadmissionpolicybindings/${name}`);
  await lab.api.delete(`${GROUP}/mutatingadmissionpolicies/${name}`);
  await untilMutated(lab, name, sample, false);
}

async function untilMutated(lab: Lab, name: string, sample: Mutation["sample"], wanted: boolean): Promise<void> {
  let last = "";
  await until(
    durations.admission,
    async () => {
      const { status, body } = await lab.api.request("POST", `${sample.path}?dryRun=All`, sample.object);
      last = JSON.stringify(body).slice(0, 500);
      return status === 201 && sample.isMutated(body as Stored) === wanted ? true : undefined;
    },
    () => new Error(`policy ${name} does not act as it should; the API server answers ${last}`),
  );
}
