import { Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_IMAGE } from "../run/image.js";
import { PREFIX } from "../run/names.js";
import { challenge } from "./challenge.js";
import { addClusterOptions, addSelectionOptions } from "./cluster.js";
import type { RunCommandOptions } from "./work/run.js";

/** `karat run` */
export function runCommand(): Command {
  const command = new Command("run").description("prove what a cluster can do, and write the record and the reports");
  addSelectionOptions(addClusterOptions(command))
    .option("-o, --out <dir>", "folder for the record and the reports; must be new or empty", "karat-run")
    .addOption(
      new Option("--resume <dir>", "go on with a run that was killed or stopped").conflicts([
        "out",
        "checklist",
        "only",
        "skip",
        "accelerator",
        "operator",
        "timeoutFactor",
        "image",
        "gatewayClass",
        "prometheus",
        "loadImage",
        "loadCommand",
        "namespacePrefix",
        "challenge",
        "dryRun",
      ]),
    )
    .option("--image <image>", "image of the probes: Kubernetes' agnhost, or a mirror of it", DEFAULT_IMAGE)
    .option("--gateway-class <name>", "GatewayClass for ai_inference (default: the first by name that is accepted)")
    .addOption(
      new Option("--namespace-prefix <name>", "beginning of the names of all namespaces")
        .argParser(prefix)
        .default("karat"),
    )
    .option(
      "--prometheus <service>",
      "Service that answers PromQL: NAMESPACE/SERVICE:PORT (default: found by its name)",
    )
    .option("--load-image <image>", "image whose own program keeps an accelerator busy, for accelerator_metrics")
    .option("--load-command <command>", "shell command to run in it instead")
    .addOption(
      new Option("--challenge <text>", "what somebody asks a fresh run to answer: every pod proves it").argParser(
        challenge,
      ),
    )
    .option("--dry-run", "only look: print the plan and make nothing")
    .addOption(new Option("--output <format>", "what stdout gets").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Ctrl-C stops and cleans up; a second one leaves at once and says how to clean up later.
Conformant is what passes every MUST of the checklist, or proves that it does not apply; a SHOULD is only reported.
Exit codes: 0 conformant, 1 not conformant, 2 usage, 3 inconclusive.

Examples:
  $ karat run -o result
  $ karat run --checklist 1.35 -o result
  $ karat run --only gang_scheduling --skip 'gang_scheduling/competing-*' -o gangs
  $ karat run --resume result
  $ karat run --output json -o result | jq '.requirements[] | {id, verdict}'`,
    );
  return command.action(async (options: RunCommandOptions) => {
    const { run } = await import("./work/run.js");
    await run(options);
  });
}

function prefix(value: string): string {
  if (PREFIX.test(value)) return value;
  throw new InvalidArgumentError(
    "It must be at most 20 lower-case letters, digits and hyphens, and begin with a letter.",
  );
}
