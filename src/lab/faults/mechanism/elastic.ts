import type { AddOn } from "../../addon.js";
import { durations, until } from "../../durations.js";
import { readElastic } from "../../elastic/state.js";
import { LabError } from "../../error.js";
import type { Lab } from "../../lab.js";

/** @throws LabError for a lab whose pools do not grow */
export function requireElastic(lab: Lab, { name }: AddOn): void {
  if (lab.state.profile === "full") return;
  throw new LabError(`lab ${lab.names.name} has no ${name}`, "karat lab up NAME --profile full");
}

/** Waits until every machine that was made on demand is gone again, as they go by themselves once nobody needs them. */
export async function untilNoneIsLeft(lab: Lab): Promise<void> {
  await until(
    durations.addOn,
    async () => (readElastic(lab.names).length === 0 ? true : undefined),
    () =>
      new Error(
        `${readElastic(lab.names).map(({ nodeName }) => nodeName).join(", ")} are still there; pods on them keep them`, // prettier-ignore
      ),
  );
}
