import type { ApiObject } from "../record/facts.js";
import { RUNNER } from "./durations.js";
import type { Remains } from "./remains.js";

/** False where nothing needs to be observed: the home is going already, or nobody has renewed the Lease for very long. */
export function mayLive({ homeIsGoing, lease }: Remains, now: Date): boolean {
  if (homeIsGoing) return false;
  if (!lease) return true;
  const written = lastWritten(lease);
  return written === undefined || now.getTime() - written < RUNNER.ancient * 1000;
}

/** When the API server, by its own clock, last stored a change of the Lease. */
function lastWritten({ metadata }: ApiObject): number | undefined {
  const times = ((metadata?.managedFields ?? []) as ApiObject[]).map(({ time }) => Date.parse(String(time)));
  const last = Math.max(...times);
  return Number.isFinite(last) ? last : undefined;
}
