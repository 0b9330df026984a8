import type { Check } from "../../run/check.js";

/** API of the HPAs that scale by metrics of pods. */
export const HPA_API = "autoscaling/v2";

/** The checklist asks for something only of platforms that support HPAs: the proof that this one does not. */
export const unlessServed: NonNullable<Check["notApplicable"]> = ({ apis }) => {
  if (apis[HPA_API]?.includes("horizontalpodautoscalers")) return undefined;
  const others = Object.keys(apis).filter((api) => api.startsWith("autoscaling/"));
  return `the platform serves no HorizontalPodAutoscaler of ${HPA_API}; of autoscaling: ${others.join(", ") || "nothing"}`;
};
