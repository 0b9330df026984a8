import type { Fault } from "../fault.js";
import { byMutation, inEachRule, routeMutation } from "./mechanism/routes.js";

const mutation = routeMutation(
  "weights-ignored",
  inEachRule("backendRefs", "true", (ref) => `JSONPatch{op: "add", path: ${ref} + "/weight", value: 1}`),
  ([rule]) => rule?.backendRefs?.[0]?.weight === 1,
);

export const weightsIgnored: Fault = {
  id: "F18",
  breaks: ["ai_inference"],
  what: "A route's weights are taken and have no effect: all of its backends get the same share.",
  how: "A MutatingAdmissionPolicy sets every weight in HTTPRoutes to 1.",
  ...byMutation(mutation),
};
