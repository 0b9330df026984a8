import { PGlite } from "@electric-sql/pglite";
import { join } from "node:path";
import { BotError } from "../error.js";
import { lockFolder } from "./folder-lock.js";
import { DATABASE, ownFolder } from "./own-folder.js";
import type { Database, Sql } from "./sql.js";

/** PostgreSQL within this process, its files in a folder that nobody else may use meanwhile. @throws BotError `config` */
export async function openFolder(path: string): Promise<Database> {
  ownFolder(path);
  const unlock = lockFolder(path);
  let lite: PGlite;
  try {
    lite = await PGlite.create(join(path, DATABASE));
  } catch (error) {
    unlock();
    const next = "name a folder of this bot's own by --store";
    throw new BotError("config", `the store ${path} cannot be opened`, next, { cause: error });
  }
  return liteDatabase(lite, unlock);
}

/** @param closed is called when it is */
export function liteDatabase(lite: PGlite, closed: () => void): Database {
  return {
    query: queryOf(lite),
    transaction: (work) => lite.transaction((within) => work({ query: queryOf(within) })),
    exclusive: true,
    close: async () => {
      await lite.close();
      closed();
    },
  };
}

function queryOf(lite: Pick<PGlite, "query">): Sql["query"] {
  return async (text, parameters = []) => (await lite.query<Record<string, unknown>>(text, [...parameters])).rows;
}
