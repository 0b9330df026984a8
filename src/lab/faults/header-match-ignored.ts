import type { Fault } from "../fault.js";
import { byMutation, inEachRule, routeMutation } from "./mechanism/routes.js";

const mutation = routeMutation(
  "header-match-ignored",
  inEachRule("matches", "has($.headers)", (match) => `JSONPatch{op: "remove", path: ${match} + "/headers"}`),
  ([rule]) => rule?.matches?.[0]?.headers === undefined,
);

export const headerMatchIgnored: Fault = {
  id: "F19",
  breaks: ["ai_inference"],
  what: "A route's header matches are taken and have no effect: the first rule whose path fits takes every request.",
  how: "A MutatingAdmissionPolicy strips header matches from HTTPRoutes.",
  ...byMutation(mutation),
};
