import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { SubmissionError } from "./error.js";

/** Folders of submissions that are looked at: ten times what the programme had after its first year. */
const MOST = 2_000;

/**
 * Folders vX.Y/PRODUCT of a repository's folder, whatever is in them, in the order of their names. Nothing else of it is
 * looked at, so that it may be any folder.
 * @throws SubmissionError `too-large` for more than anybody has
 */
export async function foldersOf(dir: string): Promise<string[]> {
  const minors = (await foldersIn(dir)).filter((name) => /^v\d{1,3}\.\d{1,3}$/.test(name));
  const all = [];
  for (const minor of minors) all.push(...(await foldersIn(join(dir, minor))).map((product) => `${minor}/${product}`));
  if (all.length <= MOST) return all;
  throw new SubmissionError(
    "too-large",
    `${dir} holds ${all.length} submissions, and ${MOST} are looked at`,
    "split it",
  );
}

async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
