import { existsSync } from "node:fs";
import { adapters } from "../../accelerators/index.js";
import { EVENTS } from "../../record/layout.js";
import { RecordReader } from "../../record/reader.js";
import { sealReports } from "../../report/files.js";
import { overall } from "../../report/overall.js";
import { resultsJson } from "../../report/results.js";
import { readSource } from "../../report/source.js";
import { terminalReporter } from "../../report/terminal.js";
import { requirements } from "../../requirements/index.js";
import { describe, type Stopped } from "../../run/interruption.js";
import { RUNNER } from "../../run/durations.js";
import { runOptions, type RunOptions } from "../../run/options.js";
import type { Reporter } from "../../run/reporter.js";
import { resumeRun } from "../../run/resume.js";
import { refuseUsed, startRun, type RunInput } from "../../run/run.js";
import { thisTool } from "../../this-tool.js";
import type { ClusterOptions, SelectionOptions } from "../cluster.js";
import { explainError, ExitCode } from "../exit.js";
import { connectTo } from "./cluster.js";
import { describedAccelerators } from "./accelerators.js";
import { chosenOperator } from "./operator.js";
import { chosenChecklist, clusterChecklist } from "./checklist.js";
import { printPlan } from "./plan.js";
import { stopOnSignals } from "./signals.js";
import { UsageError } from "./usage.js";

export interface RunCommandOptions extends ClusterOptions, SelectionOptions {
  out: string;
  resume?: string;
  image: string;
  gatewayClass?: string;
  prometheus?: string;
  loadImage?: string;
  loadCommand?: string;
  namespacePrefix: string;
  challenge?: string;
  dryRun?: boolean;
  output: "text" | "json";
}

const EXIT = { pass: ExitCode.Conformant, fail: ExitCode.NotConformant, inconclusive: ExitCode.Inconclusive } as const;

/** Does what `karat run` asks for. */
export async function run(options: RunCommandOptions): Promise<void> {
  const { resume, out, output } = options;
  if (options.dryRun) {
    await printPlan(options);
    return;
  }
  const dir = resume ?? out;
  requireFolder(options);
  const wanted = wantedOptions(options);
  const chosen = await chosenChecklist(options);
  const kube = connectTo(options);
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
  const input: RunInput = {
    kube,
    dir,
    requirements,
    vendors: adapters,
    reporters: [shown, remember],
    onWait: (other) =>
      process.stderr.write(
        `karat: waiting for run ${other} on this cluster to end; one that was killed is passed over in ${RUNNER.silence} s\n`,
      ),
    signal: stopping.signal,
  };
  try {
    const start = async (): Promise<Stopped | undefined> => {
      const checklist = chosen ?? (await clusterChecklist(kube, stopping.signal));
      return startRun({ ...input, checklist, challenge: options.challenge }, wanted);
    };
    const stopped = await (resume === undefined ? start() : resumeRun(input));
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

/** Said before anything is asked of the cluster. @throws RecordError `not-empty`, `not-a-record` */
function requireFolder({ resume, out }: RunCommandOptions): void {
  if (resume === undefined) refuseUsed(out);
  else void new RecordReader(resume);
}

/** Of what was typed that which the record keeps. @throws UsageError, DescriptionInvalid, OperatorInvalid */
function wantedOptions(options: RunCommandOptions): RunOptions {
  const { only = [], skip = [] } = options;
  const accelerators = describedAccelerators(options.accelerator);
  const operator = chosenOperator(options.operator);
  const { data, error } = runOptions.safeParse({ ...options, only, skip, accelerators, operator });
  if (data) return data;
  const [issue] = error.issues;
  throw new UsageError(`the option ${issue?.path.join(".")} cannot be: ${issue?.message}`, "see `karat run --help`");
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
    files = sealReports(dir, thisTool()).map(({ path }) => path);
  } catch (error) {
    // A full disk must not hide what was found out.
    failure = error;
  }
  const source = readSource(dir);
  shown.onEnd?.(source.state, files);
  if (output === "json") process.stdout.write(resultsJson(source));
  const checks = source.state.requirements.flatMap((requirement) => requirement.checks);
  if (source.state.cleaned === false || checks.some(({ cleaned }) => cleaned?.ok === false)) {
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
