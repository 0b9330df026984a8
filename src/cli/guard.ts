import { ExitCode } from "./exit.js";

/** What holds for every command, whatever it does. */
export function guardProcess(): void {
  for (const stream of [process.stdout, process.stderr]) forgiveLeaving(stream);
  // Node would end with 1, which says "not conformant".
  process.on("uncaughtException", (error: NodeJS.ErrnoException) => {
    if (error?.syscall === "write") {
      process.stderr.write(`karat: what was to be printed cannot be written: ${error.message}\n`);
      process.exit(ExitCode.Inconclusive);
    }
    process.stderr.write(`karat: this is a bug of karat, please report it: ${error?.stack ?? String(error)}\n`);
    process.exit(ExitCode.Inconclusive);
  });
}

/** Who reads what we write may leave early, as head(1) does: no reason to leave a cluster without cleaning up. */
export function forgiveLeaving(stream: NodeJS.EventEmitter): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
