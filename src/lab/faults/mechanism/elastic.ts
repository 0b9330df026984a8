import { durations, until } from "../../durations.js";
import { readElastic } from "../../elastic/state.js";
import type { Lab } from "../../lab.js";

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
