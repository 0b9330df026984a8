import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { LabError } from "./error.js";
import { parseStat } from "./process.js";

/** Outside the lab's own files, which `lab down` removes while it holds the lock. */
export const lockFile = (lab: string): string => `/run/karat-${lab}.lock`;

const ownStat = (): Promise<string> => readFile("/proc/self/stat", "utf8");

/** Whether the process that wrote the lock still lives; a reused pid is told apart by its start time. */
async function holderOf(file: string): Promise<number | undefined> {
  const noted = parseStat(await readFile(file, "utf8").catch(() => ""));
  if (noted === undefined) return undefined;
  const now = parseStat(await readFile(`/proc/${noted.pid}/stat`, "utf8").catch(() => ""));
  return now?.startTime === noted.startTime ? noted.pid : undefined;
}

/**
 * Does the work while nobody else does work under the same lock file. A lock left by a killed process doesn't count.
 * @param what for the message, e.g. "lab dev is being changed"
 */
export async function withLock<T>(file: string, what: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(await ownStat());
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = await holderOf(file);
      if (holder !== undefined || attempt > 2) {
        throw new LabError(`${what} by process ${holder ?? "unknown"}`, "wait until it is done, or end it");
      }
      await rm(file, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
