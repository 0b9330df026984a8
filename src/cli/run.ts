import { existsSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { adapters } from "../accelerators/index.js";
import { EVENTS } from "../record/layout.js";
import { sealReports } from "../report/files.js";
import { overall } from "../report/overall.js";
import { resultsJson } from "../report/results.js";
import { readSource } from "../report/source.js";
import { terminalReporter } from "../report/terminal.js";
import { requirements } from "../requirements/index.js";
import { DEFAULT_IMAGE } from "../run/image.js";
import { describe, type Stopped } from "../run/interruption.js";
import { PREFIX } from "../run/names.js";
import type { Reporter } from "../run/reporter.js";
import { resumeRun } from "../run/resume.js";
import { startRun, type RunInput } from "../run/run.js";
import {
  addClusterOptions,
  addSelectionOptions,
  connectTo,
  orUsageError,
  type ClusterOptions,
  type SelectionOptions,
} from "./cluster.js";
import { explainError, ExitCode } from "./exit.js";
import { printPlan } from "./plan.js";
import { stopOnSignals } from "./signals.js";

interface Options extends ClusterOptions, SelectionOptions {
  out: string;
  resume?: string;
  image: string;
  namespacePrefix: string;
  dryRun?: boolean;
  output: "text" | "json";
}

const EXIT = { pass: ExitCode.Conformant, fail: ExitCode.NotConformant, inconclusive: ExitCode.Inconclusive } as const;

/** `karat run` */
export function runCommand(): Command {
  const command = new Command("run").description("prove what a cluster can do, and write the record and the reports");
  addSelectionOptions(addClusterOptions(command))
    .option("-o, --out <dir>", "folder for the record and the reports; must be new or empty", "karat-run")
    .addOption(
      new Option("--resume <dir>", "go on with a run that was killed or stopped").conflicts([
        "out",
        "only",
        "skip",
        "timeoutFactor",
        "image",
        "namespacePrefix",
        "dryRun",
      ]),
    )
    .option("--image <image>", "image of the probes: Kubernetes' agnhost, or a mirror of it", DEFAULT_IMAGE)
    .addOption(
      new Option("--namespace-prefix <name>", "beginning of the names of all namespaces")
        .argParser(prefix)
        .default("karat"),
    )
    .option("--dry-run", "only look: print the plan and make nothing")
    .addOption(new Option("--output <format>", "what stdout gets").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Ctrl-C stops and cleans up; a second one leaves at once and says how to clean up later.
Exit codes: 0 conformant, 1 not conformant, 2 usage, 3 inconclusive.

Examples:
  $ karat run -o result
  $ karat run --only gang_scheduling --skip 'gang_scheduling/competing-*' -o gangs
  $ karat run --resume result
  $ karat run --output json -o result | jq '.requirements[] | {id, verdict}'`,
    );
  return command.action((options: Options) => run(command, options));
}

async function run(command: Command, options: Options): Promise<void> {
  const { resume, out, output } = options;
  if (options.dryRun) {
    await printPlan(command, options);
    return;
  }
  const dir = resume ?? out;
  const shown = terminalReporter({
    stream: output === "json" ? process.stderr : process.stdout,
    env: process.env,
    dir,
    guarded: [process.stderr],
  });
  const known: { run?: string } = {};
  const remember: Reporter = {
    onEvent(event) {
      if (event.type === "run.started") known.run = event.run;
    },
  };
  const stopping = stopOnSignals(
    () => process.stderr.write("\nkarat: stopping, then cleaning up; once more leaves at once\n"),
    () => {
      shown.close();
      process.stderr.write(`\nkarat: left at once; ${whatIsLeft(known.run, dir)}\n`);
    },
  );
  const kube = connectTo(options);
  const input: RunInput = {
    kube,
    dir,
    requirements,
    vendors: adapters,
    reporters: [shown, remember],
    signal: stopping.signal,
  };
  const { only = [], skip = [], timeoutFactor, image, namespacePrefix } = options;
  try {
    const stopped = await orUsageError(command, () =>
      resume === undefined ? startRun(input, { only, skip, timeoutFactor, image, namespacePrefix }) : resumeRun(input),
    );
    conclude(dir, output, shown, stopped);
  } catch (error) {
    shown.close();
    if (known.run !== undefined) process.stderr.write(`karat: ${whatIsLeft(known.run, dir)}\n`);
    throw error;
  } finally {
    shown.close();
    stopping.done();
    await kube.close();
  }
}

/** Reports, summary, exit code: all from the record as it stands on the disk. */
function conclude(dir: string, output: Options["output"], shown: Reporter, stopped: Stopped | undefined): void {
  let files: string[] = [];
  let failure: unknown;
  try {
    files = sealReports(dir).map(({ path }) => path);
  } catch (error) {
    // A full disk must not hide what was found out.
    failure = error;
  }
  const source = readSource(dir);
  shown.onEnd?.(source.state, files);
  if (output === "json") process.stdout.write(resultsJson(source));
  const checks = source.state.requirements.flatMap((requirement) => requirement.checks);
  if (checks.some(({ cleaned }) => cleaned?.ok === false)) {
    process.stderr.write(
      `karat: not all could be removed from the cluster\n  next: karat clean --run ${source.state.run}\n`,
    );
  }
  if (failure !== undefined) process.stderr.write(explainError(failure));
  if (stopped) process.stderr.write(`karat: ${describe(stopped)}\n  next: karat run --resume ${dir}\n`);
  process.exitCode = EXIT[overall(source.state, source.problems).verdict];
}

function whatIsLeft(run: string | undefined, dir: string): string {
  if (run === undefined) return "nothing was made in the cluster";
  const resume = existsSync(`${dir}/${EVENTS}`) ? `\`karat run --resume ${dir}\` goes on, ` : "";
  return `${resume}\`karat clean --run ${run}\` removes what is left in the cluster`;
}

function prefix(value: string): string {
  if (PREFIX.test(value)) return value;
  throw new InvalidArgumentError(
    "It must be at most 20 lower-case letters, digits and hyphens, and begin with a letter.",
  );
}
