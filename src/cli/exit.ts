/** What karat's exit code says. */
export const ExitCode = { Conformant: 0, NotConformant: 1, Usage: 2, Inconclusive: 3 } as const;

/** An error that ends the command: what happened and where, then, on lines of its own, what caused it and what to do. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return `karat: ${String(error)}\n`;
  if (process.env["KARAT_DEBUG"]) return `${error.stack ?? error.message}\n`;
  const lines = [`karat: ${error.message}`];
  for (let cause = error.cause, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth++) {
    if (cause.message && !lines.some((line) => line.includes(cause.message))) {
      lines.push(`  because: ${cause.message}`);
    }
  }
  const next = (error as { next?: unknown }).next;
  if (typeof next === "string") lines.push(`  next: ${next}`);
  return `${lines.join("\n")}\n`;
}
