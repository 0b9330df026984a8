import { Option, InvalidArgumentError, type Command } from "commander";
import { MINORS } from "../spec/levels.js";

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

/** Which checks, and how long they may take; see SelectionOptions. */
export function addSelectionOptions(command: Command): Command {
  const list = (value: string, before: string[] = []): string[] => [...before, ...names(value)];
  return command
    .option(
      "--checklist <minor|file>",
      `what to be held against: ${MINORS[0]} to ${MINORS.at(-1)}, or a checklist's file (default: the cluster's minor)`,
    )
    .addOption(
      new Option("--only <ids>", "nothing but these requirements or checks; * matches anything").argParser(list),
    )
    .addOption(new Option("--skip <ids>", "not these requirements or checks").argParser(list))
    .addOption(
      new Option("--accelerator <file>", "YAML about accelerators that karat does not know; may be repeated").argParser(
        (value: string, before?: string[]) => [...(before ?? []), value],
      ),
    )
    .option("--operator <id|file>", "the AI operator to put to the test, or YAML about one that karat does not know")
    .addOption(
      new Option("--timeout-factor <number>", "stretches every wait, for a slow cluster").argParser(factor).default(1),
    );
}

export interface SelectionOptions {
  checklist?: string;
  only?: string[];
  skip?: string[];
  accelerator?: string[];
  operator?: string;
  timeoutFactor: number;
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
