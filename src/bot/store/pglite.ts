import { PGlite } from "@electric-sql/pglite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { BotError } from "../error.js";
import { lockFolder } from "./folder-lock.js";
import type { Database, Sql } from "./sql.js";

/** PostgreSQL within this process, its files in a folder that nobody else may use meanwhile. @throws BotError `config` */
export async function openFolder(path: string): Promise<Database> {
  const refuse = (cause: unknown): BotError =>
    new BotError("config", `the store ${path} cannot be opened`, "name a folder of this bot's own by --store", {
      cause,
    });
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw refuse(error);
  }
  const unlock = lockFolder(path);
  let lite: PGlite;
  try {
    lite = await PGlite.create(join(path, "pglite"));
  } catch (error) {
    unlock();
    throw refuse(error);
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
