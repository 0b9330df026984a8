import type { Command } from "commander";
import { connect, type Kube } from "../../kube/index.js";
import { RecordError } from "../../record/error.js";
import { UnknownSelection } from "../../run/select.js";
import { ChecklistError } from "../../spec/error.js";
import { version } from "../../version.js";
import type { ClusterOptions } from "../cluster.js";
import { ExitCode } from "../exit.js";

export function connectTo({ kubeconfig, context }: ClusterOptions): Kube {
  return connect({
    userAgent: `karat/${version}`,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  });
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

/** A pattern that names nothing, a checklist that cannot be had, a folder that is taken, a folder without a record. */
function isUsage(error: unknown): error is UnknownSelection | ChecklistError | RecordError {
  if (error instanceof UnknownSelection || error instanceof ChecklistError) return true;
  return error instanceof RecordError && (error.code === "not-empty" || error.code === "not-a-record");
}
