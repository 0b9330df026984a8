import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { oneLine } from "../../report/visible.js";
import { BotError } from "../error.js";

/** Where in a store's folder the database is. */
export const DATABASE = "pglite";

/** Names the process that has the folder, and its host. */
export const LOCK = "lock";

/**
 * Makes a folder for a store where there is none. One that holds something else is somebody's, and stays as it is.
 * @throws BotError `config`
 */
export function ownFolder(path: string): void {
  const next = "name a folder that is new or empty by --store";
  let strange: string | undefined;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    strange = hasDatabase(path) ? undefined : readdirSync(path).find((name) => !isOurs(path, name));
  } catch (error) {
    throw new BotError("config", `the store ${path} cannot be opened`, next, { cause: error });
  }
  if (strange === undefined) return;
  throw new BotError("config", `${path} is no store of karat's, and holds ${oneLine(strange, 80)}`, next);
}

/** PostgreSQL makes this folder first. */
function hasDatabase(path: string): boolean {
  return existsSync(join(path, DATABASE, "pg_wal"));
}

/** What a bot leaves that is killed before it has a database, and what a mounted disk holds from its beginning. */
function isOurs(path: string, name: string): boolean {
  if (name === LOCK) return /^\d*(?: \S*)?$/.test(readFileSync(join(path, name), "utf8"));
  if (name === DATABASE) return readdirSync(join(path, name)).length === 0;
  return name === "lost+found";
}
