import { Interrupted } from "../../run/interruption.js";
import { ExitCode } from "../exit.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The first signal asks a command to stop and clean up, the second ends it at once.
 * @param onFirst says so to the person who waits
 * @param onSecond says what is left, right before the end
 */
export function stopOnSignals(onFirst: () => void, onSecond: () => void): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  const hear = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      onSecond();
      process.exit(ExitCode.Inconclusive);
    }
    onFirst();
    controller.abort(new Interrupted(name));
  };
  for (const name of SIGNALS) process.on(name, hear);
  return {
    signal: controller.signal,
    done: () => {
      for (const name of SIGNALS) process.off(name, hear);
    },
  };
}
