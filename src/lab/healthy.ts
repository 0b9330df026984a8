import { run } from "./command.js";
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
