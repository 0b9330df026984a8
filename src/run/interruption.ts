import { inspect } from "node:util";
import { ApiLost, ApiRefused } from "../kube/errors.js";
import type { Interruption } from "../record/events.js";
import { RecordError } from "../record/error.js";

/** The reason with which a signal of the runner aborts. */
export class Stopped extends Error {
  override name = "Stopped";
  constructor(
    readonly kind: Interruption,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Somebody wants the run to stop. */
export class Interrupted extends Stopped {
  override name = "Interrupted";
  constructor(readonly signalName: NodeJS.Signals) {
    super("interrupted", `the run was stopped by ${signalName}`);
  }
}

/** Causes that lie outside of the check: they stop the whole run, and a resumed run tries the check again. */
const OUTSIDE: ReadonlySet<Interruption> = new Set(["abort", "api-lost", "disk-full", "interrupted"]);

export function isOutside(kind: Interruption): boolean {
  return OUTSIDE.has(kind);
}

/**
 * What a throw out of `observe` means. When the runner itself had stopped the check, that is the cause, whatever came
 * of it on the way out.
 */
export function interruptionOf(error: unknown, signal: AbortSignal): { kind: Interruption; message: string } {
  if (signal.reason instanceof Stopped) return { kind: signal.reason.kind, message: signal.reason.message };
  return { kind: kindOf(error), message: describe(error) };
}

function kindOf(error: unknown): Interruption {
  if (error instanceof Stopped) return error.kind;
  if (error instanceof ApiLost) return "api-lost";
  if (error instanceof ApiRefused && (error.code === "FORBIDDEN" || error.code === "UNAUTHORIZED")) return "forbidden";
  if (error instanceof RecordError && error.code === "disk-full") return "disk-full";
  return "crash";
}

/** An error and its causes in one line. */
export function describe(error: unknown): string {
  const parts: string[] = [];
  for (let cause = error; cause !== undefined && parts.length < 4;) {
    const text = cause instanceof Error ? cause.message || cause.name : inspect(cause);
    if (text && !parts.some((part) => part.includes(text))) parts.push(text);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return parts.join(": ");
}
