import type { Fault } from "../fault.js";
import { type Mutation, mutate, unmutate } from "./mechanism/admission.js";
import { gangPod, SCHEDULING_GROUP } from "./mechanism/gang-pod.js";

const mutation: Mutation = {
  name: "gang-ignored",
  rule: { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] },
  patches: [`has(object.spec.${SCHEDULING_GROUP}) ? [JSONPatch{op: "remove", path: "/spec/${SCHEDULING_GROUP}"}] : []`],
  sample: {
    path: "/api/v1/namespaces/default/pods",
    object: gangPod(),
    isMutated: ({ spec }) => !(SCHEDULING_GROUP in spec),
  },
};

export const gangIgnored: Fault = {
  id: "F31",
  breaks: ["gang_scheduling"],
  what: "A pod's membership in a gang is accepted and lost: each pod is scheduled by itself.",
  how: `A MutatingAdmissionPolicy strips spec.${SCHEDULING_GROUP} from pods.`,
  break: (lab) => mutate(lab, mutation),
  heal: (lab) => unmutate(lab, mutation),
};
