import type { LabState } from "../state.js";

/** What faults have made wrong about an add-on, in the words of its own file. Kept over `lab up`. */
export function defectsOf(lab: Pick<LabState, "addOns">, addOn: string): ReadonlySet<string> {
  return new Set(Object.values(lab.addOns).flatMap((byAddOn) => byAddOn[addOn] ?? []));
}
