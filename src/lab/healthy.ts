import { run } from "./command.js";
import { durations } from "./durations.js";
import { LabError } from "./error.js";
import { logTail, running } from "./process.js";
import { scriptPath } from "./script.js";

/**
 * Asks health endpoints from inside a network namespace.
 * @param seconds how long to wait for each to be well
 * @returns for each URL null when it is well, else why not
 */
export async function health(network: string, seconds: number, urls: string[]): Promise<(string | null)[]> {
  const script = scriptPath("./health.js", import.meta.url);
  const args = [`--net=/run/netns/${network}`, process.execPath, script, String(seconds), ...urls];
  return JSON.parse(await run("nsenter", args, { seconds: seconds + 10 })) as (string | null)[];
}

/**
 * Waits until a process says that it is well.
 * @throws once it has ended, or is late, with the end of its log
 */
export async function waitUntilWell(lab: string, network: string, process: string, url: string): Promise<void> {
  const end = Date.now() + durations.controlPlane * 1000;
  for (;;) {
    // On a machine that is very busy even asking may take too long; the end above is what counts.
    const [answer] = await health(network, durations.healthRound, [url]).catch((error: unknown) => [String(error)]);
    if (answer === null) return;
    const died = (await running(lab, process)) === undefined;
    if (!died && Date.now() < end) continue;
    const state = died ? "ended by itself" : `is not well after ${durations.controlPlane} s (${answer})`;
    const log = await logTail(lab, process);
    throw new LabError(`${process} ${state}; its log ends:\n${log}`, `karat lab logs ${process} ${lab}`);
  }
}
