import { Option, InvalidArgumentError, type Command } from "commander";
import { connect, type Kube } from "../kube/index.js";
import { RecordError } from "../record/error.js";
import { UnknownSelection } from "../run/select.js";
import { version } from "../version.js";
import { ExitCode } from "./exit.js";

/** Which cluster; see ClusterOptions. */
export function addClusterOptions(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "credentials of the cluster (default: $KUBECONFIG, ~/.kube/config, the pod's own)")
    .option("--context <name>", "context in the kubeconfig (default: its current one)");
}

export interface ClusterOptions {
  kubeconfig?: string;
  context?: string;
}

export function connectTo({ kubeconfig, context }: ClusterOptions): Kube {
  return connect({
    userAgent: `karat/${version}`,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  });
}

/** Which checks, and how long they may take; see SelectionOptions. */
export function addSelectionOptions(command: Command): Command {
  const list = (value: string, before: string[] = []): string[] => [...before, ...names(value)];
  return command
    .addOption(
      new Option("--only <ids>", "nothing but these requirements or checks; * matches anything").argParser(list),
    )
    .addOption(new Option("--skip <ids>", "not these requirements or checks").argParser(list))
    .addOption(
      new Option("--timeout-factor <number>", "stretches every wait, for a slow cluster").argParser(factor).default(1),
    );
}

export interface SelectionOptions {
  only?: string[];
  skip?: string[];
  timeoutFactor: number;
}

/** Turns what is wrong with the arguments, though only the run finds it out, into a usage error. */
export async function orUsageError<T>(command: Command, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isUsage(error)) throw error;
    return command.error(`error: ${error.message}\n${error.next}`, { exitCode: ExitCode.Usage });
  }
}

/** A pattern that names nothing, a folder that is taken, a folder without a record. */
function isUsage(error: unknown): error is UnknownSelection | RecordError {
  if (error instanceof UnknownSelection) return true;
  return error instanceof RecordError && (error.code === "not-empty" || error.code === "not-a-record");
}

function names(value: string): string[] {
  const found = value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (found.length === 0) throw new InvalidArgumentError("It names nothing.");
  return found;
}

function factor(value: string): number {
  const number = Number(value);
  // Shorter waits would make healthy clusters fail; a hundredfold is longer than anybody waits.
  if (!(number >= 1 && number <= 100)) throw new InvalidArgumentError("It must be a number from 1 to 100.");
  return number;
}
