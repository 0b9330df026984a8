import type { Fault } from "../fault.js";
import { byMutation, routeMutation } from "./mechanism/routes.js";

const mutation = routeMutation(
  "unmatched-served",
  [
    `has(object.spec.rules[0].backendRefs)
      ? [JSONPatch{op: "add", path: "/spec/rules/-", value: {"backendRefs": object.spec.rules[0].backendRefs}}]
      : []`,
  ],
  (rules) => rules.length > 1,
  // A rule more with every update would be found out by the count.
  ["CREATE"],
);

export const unmatchedServed: Fault = {
  id: "F22",
  breaks: ["ai_inference"],
  what: "A request that no rule of a route matches is answered by some backend in place of 404.",
  how: "A MutatingAdmissionPolicy gives every HTTPRoute a last rule for all that is left, with its first backend.",
  ...byMutation(mutation),
};
