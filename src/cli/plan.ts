import { Command, Option } from "commander";
import { adapters } from "../accelerators/index.js";
import { requirements } from "../requirements/index.js";
import { look } from "../run/run.js";
import {
  addClusterOptions,
  addSelectionOptions,
  connectTo,
  orUsageError,
  type ClusterOptions,
  type SelectionOptions,
} from "./cluster.js";
import { stopOnSignals } from "./signals.js";
import { coloursFor } from "./text/colours.js";
import { planData, planText } from "./text/plan.js";

interface Options extends ClusterOptions, SelectionOptions {
  output: "text" | "json";
}

/** `karat plan` */
export function planCommand(): Command {
  const command = new Command("plan").description("look at a cluster and say what a run would do there; makes nothing");
  addSelectionOptions(addClusterOptions(command))
    .addOption(new Option("--output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Asks the API server for what a run would be allowed to do, and prints the RBAC rules that lack.
Exit codes: 0 there is a plan, 2 usage, 3 there is none.

Examples:
  $ karat plan
  $ karat plan --only 'dra_*' --output json`,
    );
  return command.action((options: Options) => printPlan(command, options));
}

/** Looks at the cluster and prints what would run. */
export async function printPlan(command: Command, options: Options): Promise<void> {
  const { only = [], skip = [], timeoutFactor } = options;
  const stopping = stopOnSignals(
    () => {},
    () => {},
  );
  const kube = connectTo(options);
  try {
    const { looked, plan } = await orUsageError(command, () =>
      look({ kube, requirements, vendors: adapters, signal: stopping.signal }, { only, skip, timeoutFactor }),
    );
    const text =
      options.output === "json"
        ? `${JSON.stringify(planData(plan, looked.inventory), null, 2)}\n`
        : planText(requirements, plan, looked.inventory, coloursFor(process.stdout));
    process.stdout.write(text);
  } finally {
    stopping.done();
    await kube.close();
  }
}
