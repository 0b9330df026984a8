import type { GitHub } from "./github.js";
import { presentHead } from "./pull.js";
import type { Repository } from "./repository.js";
import { setStatus } from "./status.js";
import { troubleDescription } from "./words.js";

/**
 * Says on a pull request's head that it could not be checked.
 * @param head where it is known, the one that could not: a newer one has a status of its own
 * @returns the head that says so
 */
export async function sayTrouble(
  github: GitHub,
  at: Repository,
  { number, head }: { number: number; head?: string | undefined },
  why: string,
): Promise<string | undefined> {
  const present = await presentHead(github, at, number);
  if (present === undefined || present !== (head ?? present)) return undefined;
  await setStatus(github, at, present, { state: "error", description: troubleDescription(why) });
  return present;
}
