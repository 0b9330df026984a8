import { existsSync } from "node:fs";
import type { Command } from "commander";
import { adapters } from "../../accelerators/index.js";
import { EVENTS } from "../../record/layout.js";
import { sealReports } from "../../report/files.js";
import { overall } from "../../report/overall.js";
import { resultsJson } from "../../report/results.js";
import { readSource } from "../../report/source.js";
import { terminalReporter } from "../../report/terminal.js";
import { requirements } from "../../requirements/index.js";
import { describe, type Stopped } from "../../run/interruption.js";
import type { Reporter } from "../../run/reporter.js";
import { resumeRun } from "../../run/resume.js";
import { startRun, type RunInput } from "../../run/run.js";
import type { ClusterOptions, SelectionOptions } from "../cluster.js";
import { explainError, ExitCode } from "../exit.js";
import { connectTo, orUsageError } from "./cluster.js";
import { describedAccelerators } from "./accelerators.js";
import { checklistOf } from "./checklist.js";
import { printPlan } from "./plan.js";
import { stopOnSignals } from "./signals.js";

export interface RunCommandOptions extends ClusterOptions, SelectionOptions {
  out: string;
  resume?: string;
  image: string;
  gatewayClass?: string;
  namespacePrefix: string;
  dryRun?: boolean;
  output: "text" | "json";
}

const EXIT = { pass: ExitCode.Conformant, fail: ExitCode.NotConformant, inconclusive: ExitCode.Inconclusive } as const;

/** Does what `karat run` asks for. */
export async function run(command: Command, options: RunCommandOptions): Promise<void> {
  const { resume, out, output } = options;
  if (options.dryRun) {
    await printPlan(command, options);
    return;
  }
  const dir = resume ?? out;
  const accelerators = describedAccelerators(command, options.accelerator);
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
  const { only = [], skip = [], timeoutFactor, image, namespacePrefix, gatewayClass } = options;
  try {
    const stopped = await orUsageError(command, async () => {
      if (resume !== undefined) return resumeRun(input);
      const checklist = await checklistOf(options.checklist, kube, stopping.signal);
      const chosen = { only, skip, timeoutFactor, image, namespacePrefix, accelerators, gatewayClass };
      return startRun({ ...input, checklist }, chosen);
    });
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
function conclude(
  dir: string,
  output: RunCommandOptions["output"],
  shown: Reporter,
  stopped: Stopped | undefined,
): void {
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
