import { adapters } from "../../accelerators/index.js";
import { requirements } from "../../requirements/index.js";
import { look } from "../../run/run.js";
import type { ClusterOptions, SelectionOptions } from "../cluster.js";
import { coloursFor } from "../text/colours.js";
import { planData, planText } from "../text/plan.js";
import { describedAccelerators } from "./accelerators.js";
import { chosenChecklist, clusterChecklist } from "./checklist.js";
import { chosenOperator } from "./operator.js";
import { connectTo } from "./cluster.js";
import { stopOnSignals } from "./signals.js";

export interface PlanOptions extends ClusterOptions, SelectionOptions {
  output: "text" | "json";
}

/** Looks at the cluster and prints what would run. */
export async function printPlan(options: PlanOptions): Promise<void> {
  const { only = [], skip = [], timeoutFactor } = options;
  const accelerators = describedAccelerators(options.accelerator);
  // No plan depends on it; a mistake in it is told all the same.
  chosenOperator(options.operator);
  const chosen = await chosenChecklist(options);
  const kube = connectTo(options);
  const stopping = stopOnSignals(
    () => {},
    () => {},
  );
  const { signal } = stopping;
  try {
    const checklist = chosen ?? (await clusterChecklist(kube, signal));
    const input = { kube, requirements, checklist, vendors: adapters, signal };
    const { looked, plan } = await look(input, { only, skip, timeoutFactor, accelerators });
    const text =
      options.output === "json"
        ? `${JSON.stringify(planData(plan, looked.inventory, checklist), null, 2)}\n`
        : planText(requirements, plan, looked.inventory, checklist, coloursFor(process.stdout));
    process.stdout.write(text);
  } finally {
    stopping.done();
    await kube.close();
  }
}
