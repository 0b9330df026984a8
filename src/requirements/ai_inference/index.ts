import type { Requirement } from "../../run/check.js";
import { backendsAnswer } from "./backends-answer.js";
import { foreignBackend } from "./foreign-backend.js";
import { modelRouting } from "./model-routing.js";
import { unmatchedRefused } from "./unmatched-refused.js";
import { weightedSplit } from "./weighted-split.js";

export const aiInference: Requirement = {
  id: "ai_inference",
  title: "Requests to models are split by weight and routed by header",
  checks: [backendsAnswer, weightedSplit, modelRouting, unmatchedRefused, foreignBackend],
};
