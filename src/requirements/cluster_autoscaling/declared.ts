import type { Check } from "../../run/check.js";

/** The checklist asks for something only of platforms that provide a node autoscaler: the proof that this one has none. */
export const unlessDeclared: NonNullable<Check["notApplicable"]> = ({ autoscaling }) =>
  autoscaling && autoscaling.declared.length === 0
    ? `no elastic node pool is declared: ${autoscaling.looked.join("; ")}`
    : undefined;
